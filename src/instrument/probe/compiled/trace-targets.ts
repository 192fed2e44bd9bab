/** The items of an author's source, to be found by where they begin, each once. */
import type { ArmItem, BranchItem, FunctionItem, StatementItem } from '../items/counted-items.js';
import { claimSegment, type Segment, UNREACHABLE } from '../items/segments.js';
import type { WalkedSource } from '../walk/walk-source.js';

export interface TracedText {
  readonly source: string;
  readonly walked: WalkedSource;
}

/** A source of the author's, walked as if it were to be run itself. */
export interface OriginalSource extends TracedText {
  /** Its index among the map's sources. */
  readonly index: number;
}

export type TracedItem = StatementItem | FunctionItem | ArmItem;

export interface TraceTarget {
  /** The original's index among those that are counted. */
  readonly source: number;
  readonly original: OriginalSource;
  /** By the offsets at which they begin, in the order of the text; each is taken out as its count is found. */
  readonly statements: Map<number, StatementItem[]>;
  readonly functions: Map<number, FunctionItem[]>;
  readonly branches: Map<string, BranchItem[]>;
  /** By the offsets at which parts of them begin. */
  readonly branchParts: Map<string, BranchItem[]>;
  readonly foundBranches: Set<BranchItem>;
  /** The segments that items had in the original. */
  readonly own: ReadonlyMap<TracedItem, Segment>;
  readonly found: Set<TracedItem>;
}

export function createTraceTarget(original: OriginalSource, source: number): TraceTarget {
  const { statements, functions, branches } = original.walked.items;
  const items: TracedItem[] = [...statements, ...functions, ...branches.flatMap(({ arms }) => arms)];
  const target: TraceTarget = {
    source,
    original,
    statements: new Map(),
    functions: new Map(),
    branches: new Map(),
    branchParts: new Map(),
    foundBranches: new Set(),
    own: new Map(items.map((item) => [item, item.segment])),
    found: new Set(),
  };
  for (const item of items) item.segment = UNREACHABLE;
  for (const item of statements) {
    add(target.statements, item.span.start, item);
    // Some printers map a statement in parentheses to what is inside.
    const inner = skipParentheses(original.source, item.span.start);
    if (inner !== item.span.start) add(target.statements, inner, item);
    if (item.anchor !== undefined) add(target.statements, item.anchor, item);
  }
  for (const item of functions) {
    add(target.functions, item.declaration.start, item);
    add(target.functions, item.body.start, item);
  }
  for (const branch of branches) {
    add(target.branches, `${branch.kind} ${branch.span.start}`, branch);
    for (const part of branch.anchors) add(target.branchParts, `${branch.kind} ${part}`, branch);
  }
  return target;
}

function skipParentheses(source: string, offset: number): number {
  const [opened = ''] = /^[\s(]*/.exec(source.slice(offset, offset + 100)) ?? [];
  return offset + opened.length;
}

function add<Key, Item>(index: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = index.get(key);
  if (items) items.push(item);
  else index.set(key, [item]);
}

/** Of several items that begin at one place, those of the compiled code come in the same order. */
export function takeItem<Item extends TracedItem>(
  { source, found }: TraceTarget,
  index: ReadonlyMap<number, readonly Item[]>,
  offset: number,
  segment: Segment,
): boolean {
  const item = index.get(offset)?.find((candidate) => !found.has(candidate));
  if (!item) return false;
  item.segment = claimSegment(source, segment);
  found.add(item);
  return true;
}

export function takeBranch(
  { source, found, foundBranches }: TraceTarget,
  candidates: readonly BranchItem[],
  compiled: BranchItem,
  traceArm: (start: number) => number | undefined,
): boolean {
  const branch = candidates.find((candidate) => !foundBranches.has(candidate));
  if (!branch) return false;
  const isWhole = branch.arms.length === compiled.arms.length;
  if (isWhole && branch.kind === 'binary-expr' && !isInOrder(branch, compiled, traceArm)) return false;
  foundBranches.add(branch);
  branch.arms.forEach((arm, index) => {
    const same = isWhole
      ? compiled.arms[index]
      : compiled.arms.find((other) => isSameArm(branch, arm, compiled, other, traceArm));
    if (!same) return;
    arm.segment = claimSegment(source, same.segment);
    found.add(arm);
  });
  return true;
}

/**
 * Whether each operand comes from its place in the original. Those of `a !== null && a !== void 0`, which compilers
 * make of `a ?? b`, do not.
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

/** Where hints of the source leave arms out, the others are told by where they begin. */
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
