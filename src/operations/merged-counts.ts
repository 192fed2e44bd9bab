/** Counts what a merge has combined. */
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import type { Totals } from '../profile/model/totals.js';
import { MERGED_RUN_PREFIX } from '../profile/store/write-totals.js';

/** Returns the number of source files; a file in several versions counts once. */
export function countFiles({ metas }: Totals): number {
  return new Set([...metas.values()].map(({ path }) => path)).size;
}

/**
 * Returns the number of profiles that processes wrote.
 *
 * @param names names of the profiles in a sum, those of merged profiles among them
 */
export function countProfiles(names: readonly string[]): number {
  return names.filter((name) => !name.startsWith(COUNTERS_PREFIX + MERGED_RUN_PREFIX)).length;
}
