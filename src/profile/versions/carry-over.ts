/** What counts of one version of a file are worth in another: those of the functions whose text is in both. */
import type { FunctionMeta } from '../model/file-meta.js';
import { countItems, type Item, itemsOf } from '../model/meta-items.js';
import { itemsWithin, type NestedFunction, nestFunctions } from '../model/nesting.js';
import { matchFunctions } from './function-matches.js';
import { addCountsAt, countsForMeta } from './merge-instrumentations.js';
import { isSameSource, type Version } from './versions.js';

export interface CarriedOver {
  /** For each of `countItems` of the other version. */
  readonly counts: Float64Array;
  /** How many functions were found again, each with those in it. */
  readonly functions: number;
  /** Functions that ran and were not found again. */
  readonly left: readonly FunctionMeta[];
  /** Whether anything ran that is in no function, and so was not found again. */
  readonly ranOutside: boolean;
}

/**
 * The counts of `from` for the items of `to`. Of another source only those within functions that are in both: all else
 * would be a guess.
 */
export function carryOver(from: Version, to: Version): CarriedOver {
  if (!isSameSource(from, to)) return carryFunctions(from, to);
  const counts = countsForMeta(to.meta, from);
  return { counts, functions: from.meta.functions.length, left: [], ranOutside: false };
}

function carryFunctions(from: Version, to: Version): CarriedOver {
  const counted = countItems(from.meta, from.counters);
  const counts = new Float64Array(itemsOf(to.meta).reduce((total, { size }) => total + size, 0));
  const { functions, outside } = nestFunctions(from.meta);
  const matches = matchFunctions(functions, nestFunctions(to.meta).functions, counted);
  const hasRun = ({ first, size }: Item) => counted.subarray(first, first + size).some((count) => count > 0);
  const left: FunctionMeta[] = [];
  const carry = (one: NestedFunction): void => {
    const match = matches.get(one);
    if (match) {
      addWithin(counts, match, one, counted);
      return;
    }
    if (one.own.some(hasRun)) left.push(one.called);
    one.inner.forEach(carry);
  };
  functions.forEach(carry);
  return { counts, functions: matches.size, left, ranOutside: outside.some(hasRun) };
}

/** @param to has the same items as `from`, at the same places within it */
function addWithin(
  total: Float64Array,
  to: NestedFunction,
  from: NestedFunction,
  counts: Float64Array,
): void {
  const others = itemsWithin(to);
  for (const [index, { first, size }] of itemsWithin(from).entries())
    addCountsAt(total, others[index]?.first ?? 0, counts.subarray(first, first + size));
}
