/** Finds the packages of metas without counters: files that were never loaded, or not yet when a process was killed. */
import type { Collection } from '../collection.js';
import type { FileContainer } from '../inputs/file-containers.js';
import type { MetaLookup } from '../meta-lookup.js';
import type { LocatedProfileFiles } from '../profile-files.js';
import { type PackageSum, UNKNOWN_PACKAGE, type UnclaimedMeta } from './package-sums.js';

/**
 * Adds each meta to the package of its container. Call this when all counters have been added.
 *
 * @returns the metas in containers with profiles of several packages or of none
 */
export async function claimMetas(
  containersOf: LocatedProfileFiles['metas'],
  metaLookup: MetaLookup,
  { sums, packagesIn, step }: Collection,
): Promise<readonly UnclaimedMeta[]> {
  const all = sums.all();
  const unclaimed: UnclaimedMeta[] = [];
  const packagesOf = (container: FileContainer): readonly PackageSum[] =>
    all.length > 1 ? [...(packagesIn.get(container) ?? all)] : [all[0] ?? sums.of(UNKNOWN_PACKAGE)];
  const claim = (hash: string, container: FileContainer) => {
    const meta = metaLookup.find(hash);
    const packages = packagesOf(container);
    const [only, ...others] = packages;
    if (!meta) return;
    if (only && others.length === 0) only.addMeta(hash, meta);
    else if (!packages.some(({ metas }) => metas.has(hash)))
      unclaimed.push({ hash, meta, candidates: packages.map(({ origin }) => origin) });
  };
  for (const [name, containers] of containersOf) {
    for (const hash of metaLookup.hashesIn(name)) for (const container of containers) claim(hash, container);
    await step();
  }
  return unclaimed;
}
