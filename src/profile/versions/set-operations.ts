/**
 * Set operations on coverage, as in Go's `covdata`: code that only one test ran, or that all tests ran. The result
 * keeps the counts of the first operand. The operations compare items, not probes, because several probes may count
 * one item.
 *
 * An operand is the sum of its profiles. Go's `intersect` instead tests every process of the later operands, so a child
 * process that ran little removes code that its parent ran. Go compares a single build of a program; here, functions
 * that did not change are also found in other versions.
 */

import { encodeMeta, hashOf } from '../format/meta-file.js';
import { addCounters } from '../model/add-counters.js';
import type { FileMeta } from '../model/file-meta.js';
import { countItems, withOwnProbes } from '../model/meta-items.js';
import type { Totals } from '../model/totals.js';
import { carryOver } from './carry-over.js';
import { type Version, versionsByPath } from './versions.js';

/**
 * Keeps counts of items that ran in the first operand and in none of the others. Removed items stay, with count 0.
 */
export function subtractTotals(first: Totals, others: readonly Totals[]): Totals {
  return keepWhere(first, others, (ran) => !ran.includes(true));
}

/** Keeps counts of items that ran in the first operand and in all others. Removed items stay, with count 0. */
export function intersectTotals(first: Totals, others: readonly Totals[]): Totals {
  return keepWhere(first, others, (ran) => !ran.includes(false));
}

/** @param isKept decides by whether an item ran in each of the other operands */
function keepWhere(
  first: Totals,
  others: readonly Totals[],
  isKept: (ran: readonly boolean[]) => boolean,
): Totals {
  const metas = new Map<string, FileMeta>();
  const sums = new Map<string, Float64Array>();
  const lastCounted = new Map<string, string>();
  const versionsOfOthers = others.map(versionsByPath);
  for (const [path, versions] of versionsByPath(first)) {
    for (const version of versions) {
      for (const meta of metasOf(version)) metas.set(hashOf(encodeMeta(meta)), meta);
      if (version.lastCounted === '') continue;
      const countsOfOthers = versionsOfOthers.map((byPath) => sumAs(version, byPath.get(path) ?? []));
      const kept = countItems(version.meta, version.counters).map((count, item) =>
        isKept(countsOfOthers.map((counts) => (counts[item] ?? 0) > 0)) ? count : 0,
      );
      const hash = hashOf(encodeMeta(withOwnProbes(version.meta)));
      sums.set(hash, kept);
      lastCounted.set(hash, version.lastCounted);
    }
  }
  return { metas, sums, lastCounted };
}

/**
 * Returns the meta of the result and those of all instrumentations, by which an unknown source is recognized as
 * this one.
 */
function metasOf({ meta, instrumentations }: Version): readonly FileMeta[] {
  return [...(instrumentations.length > 1 ? instrumentations : []), withOwnProbes(meta)];
}

/** Adds up the counts of all versions of a file, for the items of one of them. */
function sumAs(version: Version, versions: readonly Version[]): Float64Array {
  const total = new Float64Array(countItems(version.meta, version.counters).length);
  for (const other of versions) {
    const { counts } = carryOver(other, version);
    addCounters(total, counts);
  }
  return total;
}
