/**
 * V8 coverage as Istanbul data, as c8 writes it: each line is a statement, and each range that V8 reports is a branch
 * with one arm. V8 reports a range only if it ran more or less often than the range around it, so two runs of one
 * source have different ranges.
 */
import type { BranchMeta, FileMeta, Range } from '../model/file-meta.js';
import { countItems } from '../model/meta-items.js';
import { beginsBeforeEnd, compareStarts, isWithin, outerFirst } from '../model/ranges.js';

/** Name of the only function that c8 has for a file that was never loaded, which V8 does not report. */
const NEVER_LOADED = '(empty-report)';

/** Whether a meta comes from V8 coverage of a run that loaded the file. */
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

/** The ranges that V8 reported for one run. */
export interface V8Run {
  /** Ranges and functions, sorted by start, outer ones first. */
  readonly ranges: readonly NestedRange[];
  /** Counts of the reported ranges, by the text of the range. c8 reports functions as ranges, too. */
  readonly counts: ReadonlyMap<string, number>;
}

interface NestedRange {
  readonly range: Range;
  readonly count: number;
  readonly enclosing: NestedRange | undefined;
}

/** Arranges the ranges and functions of a run by nesting. @param run has one counter per probe of its meta */
export function nestRanges({ meta, counters }: Counts): V8Run {
  const { statements, functions, branches } = meta;
  const itemCounts = countItems(meta, counters).subarray(statements.length);
  const ranges: NestedRange[] = [];
  let enclosing: NestedRange | undefined;
  const sorted = [...functions.map(({ body }) => body), ...branches.map(({ range }) => range)]
    .map((range, index) => ({ range, count: itemCounts[index] ?? 0 }))
    .sort((one, other) => outerFirst(one.range, other.range));
  for (const counted of sorted) {
    while (enclosing && !isWithin(counted.range, enclosing.range)) enclosing = enclosing.enclosing;
    enclosing = { ...counted, enclosing };
    ranges.push(enclosing);
  }
  const branchCounts = branches.map(
    ({ range }, index) => [String(range), itemCounts[functions.length + index] ?? 0] as const,
  );
  return { ranges, counts: new Map(branchCounts) };
}

/**
 * Returns how often a run started a range that only other runs report: as often as the innermost range around its
 * start. Returns 0 for a range that the run reports itself, which is counted already, and for an unknown count.
 *
 * V8 reports nothing inside a function that never ran, and c8 omits such a function if it has no name. So a count is
 * known only if another run has 0 for the range, and has no function between the range and the enclosing range found
 * here.
 */
export function inferRangeCount(run: V8Run, others: readonly V8Run[], range: Range): number {
  if (run.counts.has(String(range))) return 0;
  const enclosing = findInnermost(run, range, (outer) => beginsBeforeEnd(range, outer));
  const isKnown = others.some((other) => {
    if (!enclosing || other.counts.get(String(range)) !== 0) return false;
    const otherEnclosing = findInnermost(
      other,
      range,
      (outer) => isWithin(range, outer) && !isWithin(outer, range),
    );
    return !otherEnclosing || isWithin(enclosing.range, otherEnclosing.range);
  });
  return enclosing && isKnown ? enclosing.count : 0;
}

/** Finds the innermost range that encloses another, among those that start at its start or before. */
function findInnermost(
  { ranges }: V8Run,
  range: Range,
  isEnclosing: (outer: Range) => boolean,
): NestedRange | undefined {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareStarts((ranges[middle] as NestedRange).range, range) <= 0) low = middle + 1;
    else high = middle;
  }
  let found = ranges[low - 1];
  while (found && !isEnclosing(found.range)) found = found.enclosing;
  return found;
}
