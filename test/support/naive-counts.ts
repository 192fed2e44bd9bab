/** A simple model of counts: one count for each item of each source. */
import type { Count, FileMeta } from '../../src/profile/model/file-meta.js';
import type { Totals } from '../../src/profile/model/totals.js';

/** Counts by path, source hash, kind and range. */
export type NaiveCounts = ReadonlyMap<string, number>;

/** Returns the counts of all items. */
export function naiveCountsOf({ metas, sums }: Totals): NaiveCounts {
  const counts = new Map<string, number>();
  for (const [hash, meta] of metas) {
    const counters = sums.get(hash) ?? new Float64Array(meta.probes);
    for (const [item, count] of itemsOf(meta)) {
      const sum = count.reduce((total, probe) => total + (counters[probe] ?? Number.NaN), 0);
      const key = [meta.path, meta.sourceHash, item].join(' ');
      counts.set(key, (counts.get(key) ?? 0) + sum);
    }
  }
  return counts;
}

function itemsOf({ statements, functions, branches }: FileMeta): readonly (readonly [string, Count])[] {
  return [
    ...statements.map(({ range, count }) => [`statement ${range}`, count] as const),
    ...functions.map(
      ({ declaration, body, count }) => [`function ${declaration} ${body[2]} ${body[3]}`, count] as const,
    ),
    ...branches.flatMap(({ kind, range, arms }) => {
      const armRanges = arms.map((arm) => arm.range).join('|');
      return arms.map(({ count }, index) => [`${kind} ${range} ${armRanges} ${index}`, count] as const);
    }),
  ];
}

/**
 * Returns the counts of the first, or 0 where `isKept` returns false for the counts of the others for the same item.
 */
export function naiveOperation(
  first: NaiveCounts,
  others: readonly NaiveCounts[],
  isKept: (counts: readonly number[]) => boolean,
): NaiveCounts {
  return new Map(
    [...first].map(([item, count]) => {
      const otherCounts = others.map((other) => other.get(item) ?? 0);
      return [item, isKept(otherCounts) ? count : 0];
    }),
  );
}
