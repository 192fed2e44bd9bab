/** Carries counts of one version of a file over to another: those of functions whose text is in both. */
import type { FunctionMeta } from '../model/file-meta.js';
import { countItems, type Item, itemsOf } from '../model/meta-items.js';
import { itemsWithin, type NestedFunction, nestFunctions } from '../model/nesting.js';
import { matchFunctions } from './function-matches.js';
import { addCountsAt, countsForMeta } from './merge-instrumentations.js';
import { isSameSource, type Version } from './versions.js';

export interface CarriedOver {
  /** Counts for the target version, in the order of `countItems`. */
  readonly counts: Float64Array;
  /** Number of functions that were matched, each together with its inner functions. */
  readonly matchedFunctions: number;
  /** Functions that ran and have no match, so that their counts are lost. */
  readonly lostFunctions: readonly FunctionMeta[];
  /** Whether code outside functions ran, whose counts are lost. */
  readonly ranOutside: boolean;
}

/**
 * Returns the counts of `from` for the items of `to`. If the sources differ, only functions that are in both are
 * carried over: any other count would be a guess.
 */
export function carryOver(from: Version, to: Version): CarriedOver {
  if (!isSameSource(from, to)) return carryFunctions(from, to);
  const counts = countsForMeta(to.meta, from);
  return { counts, matchedFunctions: from.meta.functions.length, lostFunctions: [], ranOutside: false };
}

function carryFunctions(from: Version, to: Version): CarriedOver {
  const itemCounts = countItems(from.meta, from.counters);
  const counts = new Float64Array(itemsOf(to.meta).reduce((total, { size }) => total + size, 0));
  const { functions, outside } = nestFunctions(from.meta);
  const matches = matchFunctions(functions, nestFunctions(to.meta).functions, itemCounts);
  const hasRun = ({ first, size }: Item) =>
    itemCounts.subarray(first, first + size).some((count) => count > 0);
  const lostFunctions: FunctionMeta[] = [];
  // A stack of its own: functions of an untrusted profile may nest more deeply than calls can.
  const pending = functions.toReversed();
  for (let nested = pending.pop(); nested; nested = pending.pop()) {
    const match = matches.get(nested);
    if (match) {
      addWithin(counts, match, nested, itemCounts);
      continue;
    }
    if (nested.own.some(hasRun)) lostFunctions.push(nested.meta);
    for (const inner of nested.inner.toReversed()) pending.push(inner);
  }
  return { counts, matchedFunctions: matches.size, lostFunctions, ranOutside: outside.some(hasRun) };
}

/**
 * Adds the counts of one function to its match.
 *
 * @param to has the same items as `from`, at the same positions in it
 */
function addWithin(
  total: Float64Array,
  to: NestedFunction,
  from: NestedFunction,
  counts: Float64Array,
): void {
  const targets = itemsWithin(to);
  for (const [index, { first, size }] of itemsWithin(from).entries())
    addCountsAt(total, targets[index]?.first ?? 0, counts.subarray(first, first + size));
}
