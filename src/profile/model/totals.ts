/** What any number of profiles counted together. */

import { sumByMeta } from './add-counters.js';
import type { CountersProfile } from './counters-profile.js';
import type { FileMeta } from './file-meta.js';
import type { ProfileDirectory } from './profile-directory.js';

export interface Totals {
  /** By hash. */
  readonly metas: ReadonlyMap<string, FileMeta>;
  /** By the hash of the meta, as many counters as it has probes; none for a meta that no profile counts by. */
  readonly sums: ReadonlyMap<string, Float64Array>;
  /** By the hash of the meta: when a process last read its counters, as an ISO time. */
  readonly counted: ReadonlyMap<string, string>;
}

/** @throws RangeError for profiles that disagree on a meta's number of counters */
export function totalsOf({ metas, profiles }: Pick<ProfileDirectory, 'metas' | 'profiles'>): Totals {
  return { metas, sums: sumByMeta(profiles), counted: lastCounted(profiles) };
}

/** What of it is of one file. @param path of its metas */
export function totalsOfFile(totals: Totals, path: string): Totals {
  return { ...totals, metas: new Map([...totals.metas].filter(([, meta]) => meta.path === path)) };
}

function lastCounted(profiles: readonly CountersProfile[]): ReadonlyMap<string, string> {
  const last = new Map<string, string>();
  for (const { end, files } of profiles)
    for (const { meta } of files) if (end > (last.get(meta) ?? '')) last.set(meta, end);
  return last;
}
