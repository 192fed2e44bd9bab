/**
 * V8's coverage as Istanbul's data, as c8 writes it: statements are lines, and branches are the ranges that V8 tells, with
 * one arm each. V8 tells a range only where it ran more or less often than what is around it, so two runs of one source
 * have different ones.
 */
import type { BranchMeta, FileMeta, Range } from './file-meta.js';
import { countItems } from './items.js';

/** What c8 calls the one function that it has of a file that was never loaded, of which V8 tells nothing. */
const NEVER_LOADED = '(empty-report)';

/** Whether it is of a run that loaded the file. */
export function isFromV8({ statements, functions, branches }: FileMeta): boolean {
  const isRange = ({ kind, arms }: BranchMeta) => kind === 'branch' && arms.length === 1;
  return (
    statements.length > 0 &&
    branches.length > 0 &&
    branches.every(isRange) &&
    functions.every(({ name }) => name !== NEVER_LOADED)
  );
}

/** Ranges and functions of a run, one within another. */
export interface V8Ranges {
  /** By start, the outer one first. */
  readonly ranges: readonly NestedRange[];
}

interface NestedRange {
  readonly range: Range;
  readonly count: number;
  readonly around: NestedRange | undefined;
}

/** @param counters as many as the meta has probes */
export function nestRanges(meta: FileMeta, counters: ArrayLike<number>): V8Ranges {
  const { statements, functions, branches } = meta;
  const counts = countItems(meta, counters).subarray(statements.length);
  const ranges: NestedRange[] = [];
  let around: NestedRange | undefined;
  const counted = [...functions.map(({ body }) => body), ...branches.map(({ range }) => range)]
    .map((range, index) => ({ range, count: counts[index] ?? 0 }))
    .sort((one, other) => compareStarts(one.range, other.range) || compareEnds(other.range, one.range));
  for (const one of counted) {
    while (around && !isWithin(one.range, around.range)) around = around.around;
    around = { ...one, around };
    ranges.push(around);
  }
  return { ranges };
}

/**
 * How often a run counted what only another tells as a range: as often as what is around it. V8 tells nothing of what is
 * in a function that never ran, and not always of the function. So what is around it here must not be wider than what is
 * around it there; else it is not known, and 0.
 */
export function countWithin(here: V8Ranges, there: V8Ranges, range: Range): number {
  const around = innermost(here, range);
  let aroundThere = innermost(there, range);
  while (aroundThere && isWithin(aroundThere.range, range)) aroundThere = aroundThere.around;
  if (!around || (aroundThere && !isWithin(around.range, aroundThere.range))) return 0;
  return around.count;
}

function innermost({ ranges }: V8Ranges, range: Range): NestedRange | undefined {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareStarts((ranges[middle] as NestedRange).range, range) <= 0) low = middle + 1;
    else high = middle;
  }
  let found = ranges[low - 1];
  while (found && !isWithin(range, found.range)) found = found.around;
  return found;
}

function isWithin(inner: Range, outer: Range): boolean {
  return compareStarts(outer, inner) <= 0 && compareEnds(inner, outer) <= 0;
}

function compareStarts([line, column]: Range, [otherLine, otherColumn]: Range): number {
  return line - otherLine || column - otherColumn;
}

function compareEnds([, , line, column]: Range, [, , otherLine, otherColumn]: Range): number {
  return line - otherLine || column - otherColumn;
}
