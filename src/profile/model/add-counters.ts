/** Merging is addition: counters of equal metas are added index by index. */
import type { CountersProfile } from './counters-profile.js';

/**
 * Adds counters to a total in place.
 *
 * @throws RangeError unless there are as many of the ones as of the others
 */
export function addCounters(total: number[] | Float64Array, counters: ArrayLike<number>): void {
  if (total.length !== counters.length)
    throw new RangeError(`${counters.length} counters cannot be added to ${total.length}`);
  for (let index = 0; index < total.length; index++)
    total[index] = Number(total[index]) + Number(counters[index]);
}

/**
 * What all profiles counted together, by the hash of the meta.
 *
 * @throws RangeError for profiles that disagree on a meta's number of counters
 */
export function sumByMeta(profiles: readonly CountersProfile[]): Map<string, Float64Array> {
  const sums = new Map<string, Float64Array>();
  for (const { meta, counters } of profiles.flatMap(({ files }) => files)) {
    const sum = sums.get(meta) ?? new Float64Array(counters.length);
    addCounters(sum, counters);
    sums.set(meta, sum);
  }
  return sums;
}
