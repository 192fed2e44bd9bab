/**
 * V8's coverage as Istanbul's data, as c8 writes it: statements are lines, and branches are the ranges that V8 tells, with
 * one arm each. V8 tells a range only where it ran more or less often than what is around it, so two runs of one source
 * have different ones.
 */
import type { BranchMeta, FileMeta, Range } from '../model/file-meta.js';
import { countItems } from '../model/meta-items.js';
import { beginsBeforeEnd, compareStarts, isWithin, outerFirst } from '../model/ranges.js';

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

interface Counts {
  readonly meta: FileMeta;
  readonly counters: ArrayLike<number>;
}

/** What a run tells. */
export interface V8Run {
  /** Its ranges and functions, one within another: by start, the outer one first. */
  readonly ranges: readonly NestedRange[];
  /** The count of each range, by its text; functions are among them. */
  readonly told: ReadonlyMap<string, number>;
}

interface NestedRange {
  readonly range: Range;
  readonly count: number;
  readonly around: NestedRange | undefined;
}

/** @param run its counters are as many as its meta has probes */
export function nestRanges({ meta, counters }: Counts): V8Run {
  const { statements, functions, branches } = meta;
  const counts = countItems(meta, counters).subarray(statements.length);
  const ranges: NestedRange[] = [];
  let around: NestedRange | undefined;
  const counted = [...functions.map(({ body }) => body), ...branches.map(({ range }) => range)]
    .map((range, index) => ({ range, count: counts[index] ?? 0 }))
    .sort((one, other) => outerFirst(one.range, other.range));
  for (const one of counted) {
    while (around && !isWithin(one.range, around.range)) around = around.around;
    around = { ...one, around };
    ranges.push(around);
  }
  const told = branches.map(
    ({ range }, index) => [String(range), counts[functions.length + index] ?? 0] as const,
  );
  return { ranges, told: new Map(told) };
}

/**
 * How often a run began what only others tell as a range: as often as the innermost that is around its start. It is 0 for
 * what it tells itself, which is counted already, and for what is not known. V8 tells nothing of what is in a function
 * that never ran, and c8 nothing of the function if it has no name. So another run must tell that the range is none, as it
 * has 0 there, and that no function is between it and what is around it here.
 */
export function inferRangeCount(here: V8Run, others: readonly V8Run[], range: Range): number {
  if (here.told.has(String(range))) return 0;
  const around = innermost(here, range, (outer) => beginsBeforeEnd(range, outer));
  const isKnown = others.some((there) => {
    if (!around || there.told.get(String(range)) !== 0) return false;
    const aroundThere = innermost(there, range, (outer) => isWithin(range, outer) && !isWithin(outer, range));
    return !aroundThere || isWithin(around.range, aroundThere.range);
  });
  return around && isKnown ? around.count : 0;
}

/** Of those that begin where a range does or before it. */
function innermost(
  { ranges }: V8Run,
  range: Range,
  isAround: (outer: Range) => boolean,
): NestedRange | undefined {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareStarts((ranges[middle] as NestedRange).range, range) <= 0) low = middle + 1;
    else high = middle;
  }
  let found = ranges[low - 1];
  while (found && !isAround(found.range)) found = found.around;
  return found;
}
