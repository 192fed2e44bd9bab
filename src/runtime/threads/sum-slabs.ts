/** Adds up the counters of all threads of a process. */

import { addCounters } from '../../profile/model/add-counters.js';
import type { FileCounters } from '../../profile/model/counters-profile.js';
import { type Slab, slabEntriesOf } from './slab.js';

/** Returns a copy of the current counters of each file, added up over all slabs. */
export function sumSlabs(slabs: readonly Slab[]): readonly FileCounters[] {
  const sums = new Map<string, Float64Array>();
  for (const { meta, counters } of slabs.flatMap((slab) => slabEntriesOf(slab))) {
    const sum = sums.get(meta);
    if (sum) addCounters(sum, counters);
    else sums.set(meta, Float64Array.from(counters));
  }
  return [...sums].map(([meta, counters]) => ({ meta, counters }));
}
