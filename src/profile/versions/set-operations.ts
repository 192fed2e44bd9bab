/**
 * What only one test ran, and what all did: set operations as Go's `covdata` has them, on what ran at all. The counts
 * that are left are the first operand's. They go by items, not by probes: one item may be counted by several.
 *
 * An operand is the sum of its profiles. Go's `intersect` asks of each process of the later operands whether it ran
 * something, so that a child that did little takes away what its parent ran, too. Go compares one build of a program
 * only; here, functions that did not change are found in other versions.
 */

import { encodeMeta, hashOf } from '../format/meta-file.js';
import { addCounters } from '../model/add-counters.js';
import type { FileMeta } from '../model/file-meta.js';
import { countItems, withOwnProbes } from '../model/meta-items.js';
import type { Totals } from '../model/totals.js';
import { carryOver } from './carry-over.js';
import { type Version, versionsByPath } from './versions.js';

/** What ran of the first and of none of the others. Items keep their place: those that were taken away have 0. */
export function subtractTotals(first: Totals, others: readonly Totals[]): Totals {
  return keepWhere(first, others, (ran) => !ran.includes(true));
}

/** What ran of the first and of each of the others. */
export function intersectTotals(first: Totals, others: readonly Totals[]): Totals {
  return keepWhere(first, others, (ran) => !ran.includes(false));
}

/** @param isKept by whether it ran in each of the others */
function keepWhere(
  first: Totals,
  others: readonly Totals[],
  isKept: (ran: readonly boolean[]) => boolean,
): Totals {
  const metas = new Map<string, FileMeta>();
  const sums = new Map<string, Float64Array>();
  const counted = new Map<string, string>();
  const versionsOfOthers = others.map(versionsByPath);
  for (const [path, versions] of versionsByPath(first)) {
    for (const version of versions) {
      for (const meta of metasOf(version)) metas.set(hashOf(encodeMeta(meta)), meta);
      if (version.counted === '') continue;
      const theirs = versionsOfOthers.map((byPath) => sumAs(version, byPath.get(path) ?? []));
      const kept = countItems(version.meta, version.counters).map((count, item) =>
        isKept(theirs.map((counts) => (counts[item] ?? 0) > 0)) ? count : 0,
      );
      const hash = hashOf(encodeMeta(withOwnProbes(version.meta)));
      sums.set(hash, kept);
      counted.set(hash, version.counted);
    }
  }
  return { metas, sums, counted };
}

/** The one that is counted by, and the ways: each tells by what shape an unknown source is found to be this one. */
function metasOf({ meta, ways }: Version): readonly FileMeta[] {
  return [...(ways.length > 1 ? ways : []), withOwnProbes(meta)];
}

/** What versions of a file counted together, for the items of one of them. */
function sumAs(version: Version, versions: readonly Version[]): Float64Array {
  const total = new Float64Array(countItems(version.meta, version.counters).length);
  for (const other of versions) {
    const { counts } = carryOver(other, version);
    addCounters(total, counts);
  }
  return total;
}
