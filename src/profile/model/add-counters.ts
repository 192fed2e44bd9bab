/** Merges counters of equal metas by adding them index by index. */
import type { CountersProfile } from './counters-profile.js';

/**
 * Adds counters to a total in place.
 *
 * @throws RangeError if the lengths differ
 */
export function addCounters(total: number[] | Float64Array, counters: ArrayLike<number>): void {
  if (total.length !== counters.length)
    throw new RangeError(`Cannot add ${counters.length} counters to ${total.length}.`);
  for (let index = 0; index < total.length; index++)
    total[index] = Number(total[index]) + Number(counters[index]);
}

/**
 * Adds up the counters of all profiles, by the hash of their meta.
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
