/** What was counted, as a model has it: a count for each place of each source. */
import type { Count, FileMeta } from '../../src/profile/model/file-meta.js';
import type { Totals } from '../../src/profile/model/totals.js';

/** By path, source, kind and place. */
export type NaiveCounts = ReadonlyMap<string, number>;

export function naiveCountsOf({ metas, sums }: Totals): NaiveCounts {
  const counts = new Map<string, number>();
  for (const [hash, meta] of metas) {
    const counters = sums.get(hash) ?? new Float64Array(meta.probes);
    for (const [place, count] of placesOf(meta)) {
      const sum = count.reduce((total, probe) => total + (counters[probe] ?? Number.NaN), 0);
      const key = [meta.path, meta.sourceHash, place].join(' ');
      counts.set(key, (counts.get(key) ?? 0) + sum);
    }
  }
  return counts;
}

function placesOf({ statements, functions, branches }: FileMeta): readonly (readonly [string, Count])[] {
  return [
    ...statements.map(({ range, count }) => [`statement ${range}`, count] as const),
    ...functions.map(
      ({ declaration, body, count }) => [`function ${declaration} ${body[2]} ${body[3]}`, count] as const,
    ),
    ...branches.flatMap(({ kind, range, arms }) => {
      const places = arms.map((arm) => arm.range).join('|');
      return arms.map(({ count }, index) => [`${kind} ${range} ${places} ${index}`, count] as const);
    }),
  ];
}

/** What is left of the first where `isKept` says so, by how often the others ran at that place. */
export function naiveOperation(
  first: NaiveCounts,
  others: readonly NaiveCounts[],
  isKept: (counts: readonly number[]) => boolean,
): NaiveCounts {
  return new Map(
    [...first].map(([place, count]) => {
      const theirs = others.map((other) => other.get(place) ?? 0);
      return [place, isKept(theirs) ? count : 0];
    }),
  );
}
