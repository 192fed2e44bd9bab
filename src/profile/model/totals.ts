/** The sum of any number of profiles. */

import { sumByMeta } from './add-counters.js';
import type { CountersProfile } from './counters-profile.js';
import type { FileMeta } from './file-meta.js';
import { recordLatestTime } from './latest-times.js';
import type { ProfileDirectory } from './profile-directory.js';

export interface Totals {
  /** Metas by hash. */
  readonly metas: ReadonlyMap<string, FileMeta>;
  /**
   * Summed counters by the hash of their meta, one per probe. Metas without counters in any profile have no entry.
   */
  readonly sums: ReadonlyMap<string, Float64Array>;
  /** ISO time at which a process last read the counters of a meta, by the hash of the meta. */
  readonly lastCounted: ReadonlyMap<string, string>;
}

/** Adds up profiles. @throws RangeError for profiles that disagree on a meta's number of counters */
export function totalsOf({ metas, profiles }: Pick<ProfileDirectory, 'metas' | 'profiles'>): Totals {
  return { metas, sums: sumByMeta(profiles), lastCounted: findLastCounted(profiles) };
}

/** Returns the totals of a single file. @param path as in its metas */
export function totalsOfFile(totals: Totals, path: string): Totals {
  return { ...totals, metas: new Map([...totals.metas].filter(([, meta]) => meta.path === path)) };
}

function findLastCounted(profiles: readonly CountersProfile[]): ReadonlyMap<string, string> {
  const times = new Map<string, string>();
  for (const { end, files } of profiles) for (const { meta } of files) recordLatestTime(times, meta, end);
  return times;
}
