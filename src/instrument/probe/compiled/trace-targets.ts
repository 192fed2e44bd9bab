/** The items of an original source, indexed by their start offsets so that compiled items can be matched to them. */
import type { ArmItem, BranchItem, FunctionItem, StatementItem } from '../items/counted-items.js';
import { claimSegment, type Segment, UNREACHABLE } from '../items/segments.js';
import type { WalkedSource } from '../walk/walk-source.js';

/** A source and what was found in it. */
export interface TracedText {
  readonly source: string;
  readonly walked: WalkedSource;
}

/** An original source, walked as if it were run itself. */
export interface OriginalSource extends TracedText {
  /** Index among the sources of the map. */
  readonly index: number;
}

/** An item that has a count. */
export type TracedItem = StatementItem | FunctionItem | ArmItem;

/** The items of an original source, and which of them are already matched. */
export interface TraceTarget {
  /** Index of the original source among the counted ones. */
  readonly source: number;
  readonly original: OriginalSource;
  /** Items by start offset, in source order. */
  readonly statements: Map<number, StatementItem[]>;
  readonly functions: Map<number, FunctionItem[]>;
  /** Branches by kind and start offset. */
  readonly branches: Map<string, BranchItem[]>;
  /** Branches by kind and by the offsets of their anchors. */
  readonly branchesByAnchor: Map<string, BranchItem[]>;
  readonly matchedBranches: Set<BranchItem>;
  /** The segments that the items had in the original source. */
  readonly originalSegments: ReadonlyMap<TracedItem, Segment>;
  readonly matchedItems: Set<TracedItem>;
}

/** Indexes the items of an original source and replaces their segments by `UNREACHABLE`. */
export function createTraceTarget(original: OriginalSource, source: number): TraceTarget {
  const { statements, functions, branches } = original.walked.items;
  const items: TracedItem[] = [...statements, ...functions, ...branches.flatMap(({ arms }) => arms)];
  const target: TraceTarget = {
    source,
    original,
    statements: new Map(),
    functions: new Map(),
    branches: new Map(),
    branchesByAnchor: new Map(),
    matchedBranches: new Set(),
    originalSegments: new Map(items.map((item) => [item, item.segment])),
    matchedItems: new Set(),
  };
  for (const item of items) item.segment = UNREACHABLE;
  for (const item of statements) {
    addToIndex(target.statements, item.span.start, item);
    // Some code generators map a parenthesized statement to the expression in the parentheses.
    const inner = skipParentheses(original.source, item.span.start);
    if (inner !== item.span.start) addToIndex(target.statements, inner, item);
    if (item.anchor !== undefined) addToIndex(target.statements, item.anchor, item);
  }
  for (const item of functions) {
    addToIndex(target.functions, item.declaration.start, item);
    addToIndex(target.functions, item.body.start, item);
  }
  for (const branch of branches) {
    addToIndex(target.branches, `${branch.kind} ${branch.span.start}`, branch);
    for (const anchor of branch.anchors)
      addToIndex(target.branchesByAnchor, `${branch.kind} ${anchor}`, branch);
  }
  return target;
}

function skipParentheses(source: string, offset: number): number {
  const [parentheses = ''] = /^[\s(]*/.exec(source.slice(offset, offset + 100)) ?? [];
  return offset + parentheses.length;
}

function addToIndex<Key, Item>(index: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = index.get(key);
  if (items) items.push(item);
  else index.set(key, [item]);
}

/**
 * Gives the first unmatched item at an offset the segment of a compiled item. Several items that start at one offset
 * are in the same order in the compiled code.
 *
 * @returns whether there was such an item
 */
export function matchItem<Item extends TracedItem>(
  { source, matchedItems }: TraceTarget,
  index: ReadonlyMap<number, readonly Item[]>,
  offset: number,
  segment: Segment,
): boolean {
  const item = index.get(offset)?.find((candidate) => !matchedItems.has(candidate));
  if (!item) return false;
  item.segment = claimSegment(source, segment);
  matchedItems.add(item);
  return true;
}

/**
 * Gives the arms of the first unmatched candidate the segments of the arms of a compiled branch.
 *
 * @param traceArm returns the original offset of an offset of the compiled code
 * @returns whether there was such a branch
 */
export function matchBranch(
  { source, matchedItems, matchedBranches }: TraceTarget,
  candidates: readonly BranchItem[],
  compiled: BranchItem,
  traceArm: (start: number) => number | undefined,
): boolean {
  const branch = candidates.find((candidate) => !matchedBranches.has(candidate));
  if (!branch) return false;
  const hasAllArms = branch.arms.length === compiled.arms.length;
  if (hasAllArms && branch.kind === 'binary-expr' && !isInOrder(branch, compiled, traceArm)) return false;
  matchedBranches.add(branch);
  branch.arms.forEach((arm, index) => {
    const compiledArm = hasAllArms
      ? compiled.arms[index]
      : compiled.arms.find((other) => isSameArm(branch, arm, compiled, other, traceArm));
    if (!compiledArm) return;
    arm.segment = claimSegment(source, compiledArm.segment);
    matchedItems.add(arm);
  });
  return true;
}

/**
 * Whether each compiled operand traces to the corresponding operand of the original branch. The operands of
 * `a !== null && a !== void 0`, which compilers generate for `a ?? b`, do not.
 */
function isInOrder(
  { arms }: BranchItem,
  compiled: BranchItem,
  traceArm: (start: number) => number | undefined,
): boolean {
  return compiled.arms.every(({ span }, index) => {
    const offset = span ? traceArm(span.start) : undefined;
    if (offset === undefined) return true;
    return offset >= (arms[index - 1]?.span?.end ?? 0) && offset < (arms[index + 1]?.span?.start ?? Infinity);
  });
}

/** Whether two arms correspond, by their start offsets. Needed if hints in the original source exclude some arms. */
function isSameArm(
  branch: BranchItem,
  { span }: ArmItem,
  compiled: BranchItem,
  other: ArmItem,
  traceArm: (start: number) => number | undefined,
): boolean {
  if (branch.kind === 'if')
    return (span?.start === branch.span.start) === (other.span?.start === compiled.span.start);
  return other.span !== null && traceArm(other.span.start) === span?.start;
}
