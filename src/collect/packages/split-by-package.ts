/** Separates the profiles in one directory by package. */
import { addCounters } from '../../profile/model/add-counters.js';
import type { FileMeta } from '../../profile/model/file-meta.js';
import type { ProfileDirectory } from '../../profile/model/profile-directory.js';
import { createPackageSums, type PackagedTotals, UNKNOWN_PACKAGE } from './package-sums.js';

/** Returns the totals of each package. A meta without counters belongs to the only package, or to none yet. */
export function splitByPackage({
  metas,
  profiles,
}: Pick<ProfileDirectory, 'metas' | 'profiles'>): PackagedTotals {
  const sums = createPackageSums();
  for (const profile of profiles) {
    const sum = sums.of(profile);
    for (const { meta, counters } of profile.files) {
      sum.addMeta(meta, metas.get(meta) as FileMeta);
      addCounters(sum.sumOf(meta, profile.end), counters);
    }
  }
  const all = sums.all();
  const [only = sums.of(UNKNOWN_PACKAGE), ...others] = all;
  const unclaimed: PackagedTotals['unclaimed'][number][] = [];
  for (const [hash, meta] of metas) {
    if (others.length === 0) only.addMeta(hash, meta);
    else if (!all.some((sum) => sum.metas.has(hash)))
      unclaimed.push({ hash, meta, candidates: all.map(({ origin }) => origin) });
  }
  return { packages: sums.all().map((sum) => ({ origin: sum.origin, totals: sum.totals() })), unclaimed };
}
