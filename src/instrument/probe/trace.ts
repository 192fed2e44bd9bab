/**
 * Compiled code counts what its author wrote: each item of the author's source takes its count from the item of the
 * compiled code that a source map leads from there. What leads to nothing the author wrote, such as a transpiler's
 * helpers, has no probe; what the compiler dropped has no count.
 */
import { decodedMappings, type TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import type { Span } from './edits.js';
import type { ArmItem, BranchItem, FunctionItem, Items, StatementItem } from './items.js';
import { NEVER, readBy, type Segment } from './segments.js';
import type { Walked } from './walk-source.js';

export interface TracedText {
  readonly source: string;
  readonly walked: Walked;
}

/** A source of the author's, walked as if it were to be run itself. */
export interface Original extends TracedText {
  /** Its index among the map's sources. */
  readonly index: number;
}

type Counting = StatementItem | FunctionItem | ArmItem;

/** The items of each original, with the probes of the compiled code. */
export function traceItems(
  compiled: TracedText,
  originals: readonly Original[],
  map: TraceMap,
): readonly Items[] {
  const bySource = new Map(originals.map((original, source) => [original.index, prepare(original, source)]));
  const find = (offset: number) => {
    const position = trace(compiled, map, offset, bySource);
    return position && { ...position, target: bySource.get(position.index) as Target };
  };
  const { statements, functions, branches } = compiled.walked.items;
  for (const { span, anchor, segment } of statements) {
    for (const place of [find(span.start), anchor === undefined ? undefined : find(anchor)]) {
      if (place && take(place.target, place.target.statements, place.offset, segment)) break;
    }
  }
  for (const { declaration, body, segment } of functions) {
    for (const place of [find(declaration.start), find(body.start)]) {
      if (place && take(place.target, place.target.functions, place.offset, segment)) break;
    }
  }
  for (const branch of branches) {
    for (const start of [branch.span.start, ...branch.anchors]) {
      const place = find(start);
      const key = `${branch.kind} ${place?.offset}`;
      const isFound =
        place &&
        [place.target.branches, place.target.branchParts].some((index) =>
          takeBranch(place.target, index.get(key) ?? [], branch, (arm) => find(arm)?.offset),
        );
      if (isFound) break;
    }
  }
  return [...bySource.values()].map((target) => shareCounts(target, mappedOffsets(target.original, map)));
}

interface Target {
  /** The original's index among those that are counted. */
  readonly source: number;
  readonly original: Original;
  /** By the offsets at which they begin, in the order of the text; each is taken out as its count is found. */
  readonly statements: Map<number, StatementItem[]>;
  readonly functions: Map<number, FunctionItem[]>;
  readonly branches: Map<string, BranchItem[]>;
  /** By the offsets at which parts of them begin. */
  readonly branchParts: Map<string, BranchItem[]>;
  readonly foundBranches: Set<BranchItem>;
  /** The segments that items had in the original. */
  readonly own: ReadonlyMap<Counting, Segment>;
  readonly found: Set<Counting>;
}

function prepare(original: Original, source: number): Target {
  const { statements, functions, branches } = original.walked.items;
  const items: Counting[] = [...statements, ...functions, ...branches.flatMap(({ arms }) => arms)];
  const target: Target = {
    ...{ source, original, statements: new Map(), functions: new Map() },
    ...{ branches: new Map(), branchParts: new Map(), foundBranches: new Set() },
    own: new Map(items.map((item) => [item, item.segment])),
    found: new Set(),
  };
  for (const item of items) item.segment = NEVER;
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
function take<Item extends Counting>(
  { source, found }: Target,
  index: ReadonlyMap<number, readonly Item[]>,
  offset: number,
  segment: Segment,
): boolean {
  const item = index.get(offset)?.find((candidate) => !found.has(candidate));
  if (!item) return false;
  item.segment = readBy(source, segment);
  found.add(item);
  return true;
}

function takeBranch(
  { source, found, foundBranches }: Target,
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
    arm.segment = readBy(source, same.segment);
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

/**
 * What the map does not lead to, such as a constant, has the count of what is reached as often in the original. What
 * the compiler dropped has the count 0; of what is there in another form nothing is known, and it is left out.
 */
function shareCounts({ own, found, original }: Target, mapped: readonly number[]): Items {
  const known = new Map<Segment, Segment>();
  for (const item of found) {
    const segment = own.get(item);
    if (segment && segment !== NEVER) known.set(segment, item.segment);
  }
  const isKnown = (item: Counting, span: Span | null): boolean => {
    if (found.has(item)) return true;
    const shared = known.get(own.get(item) ?? NEVER);
    if (shared) item.segment = shared;
    return shared !== undefined || span === null || !isMapped(mapped, span);
  };
  const { statements, functions, branches, isIgnored } = original.walked.items;
  return {
    isIgnored,
    statements: statements.filter((item) => isKnown(item, item.span)),
    functions: functions.filter((item) => isKnown(item, item.body)),
    branches: branches.filter(({ arms, span }) => arms.every((arm) => isKnown(arm, span))),
  };
}

/** Whether a mapping leads to any place of a span. @param mapped offsets, ascending */
function isMapped(mapped: readonly number[], { start, end }: Span): boolean {
  let low = 0;
  let high = mapped.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mapped[middle] ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return (mapped[low] ?? end) < end;
}

/** The offsets of an original that mappings lead to, ascending. */
function mappedOffsets({ index, walked }: Original, map: TraceMap): readonly number[] {
  const offsets: number[] = [];
  for (const [, source, line, column] of decodedMappings(map).flat()) {
    if (source === index && line !== undefined)
      offsets.push((walked.lines.starts[line] ?? 0) + (column ?? 0));
  }
  return offsets.sort((a, b) => a - b);
}

interface Place {
  /** Of the source among those of the map. */
  readonly index: number;
  /** Into the source. */
  readonly offset: number;
}

/** Where an offset of the compiled text comes from: by a mapping for it, or for a copy of the text that holds it. */
function trace(
  { source, walked }: TracedText,
  map: TraceMap,
  offset: number,
  targets: ReadonlyMap<number, Target>,
): Place | undefined {
  const { line, column } = walked.lines.positionOf(offset);
  const segment = traceSegment(map, line - 1, column);
  if (!segment || segment.length === 1) return undefined;
  const [generatedColumn, index, originalLine, originalColumn] = segment;
  const original = targets.get(index)?.original;
  const lineStart = original?.walked.lines.starts[originalLine];
  if (!original || lineStart === undefined) return undefined;
  const start = lineStart + originalColumn;
  const distance = column - generatedColumn;
  const between = source.slice(offset - distance, offset);
  if (original.source.startsWith(between, start)) return { index, offset: start + distance };
  // Some printers map in front of what they still have to close, and of the indentation.
  return /^[\s;{}(),]*$/.test(between) ? { index, offset: start } : undefined;
}
