/**
 * Provides `globalThis.__coverage__` as Istanbul's own instrumenter would fill it, for nyc and other readers. It is
 * computed each time it is read. Entries of other instrumenters stay in it.
 */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { toCoverageMap } from '../interchange/coverage-map.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import { totalsOf } from '../profile/model/totals.js';
import type { MetaStore } from '../profile/store/meta-store.js';

const GLOBAL = '__coverage__';

/** Files by absolute path. */
type Coverage = Record<string, FileCoverageData>;

export interface CoverageViewOptions {
  /** Absolute path that the metas' paths are relative to. */
  readonly root: string;
  readonly metas: MetaStore;
  /** Returns everything that this process has counted. */
  readonly read: () => CountersProfile;
}

/** @returns a function that returns the entries of other instrumenters */
export function installCoverageView(
  options: CoverageViewOptions,
): () => readonly (readonly [path: string, file: FileCoverageData])[] {
  const { root, metas, read } = options;
  const ownPaths = new Set<string>();
  let coverage = (globalThis as Record<string, unknown>)[GLOBAL] as Coverage | undefined;
  const isForeign = (path: string) => Object.hasOwn(coverage ?? {}, path) && !ownPaths.has(path);
  Object.defineProperty(globalThis, GLOBAL, {
    configurable: true,
    get() {
      if (!canHoldCoverage(coverage)) return coverage;
      const profile = read();
      const needed = new Map(profile.files.map(({ meta }) => [meta, metas.metaOf(meta)]));
      const { map } = toCoverageMap(totalsOf({ metas: needed, profiles: [profile] }), root);
      for (const [path, file] of Object.entries(map)) {
        if (isForeign(path)) continue;
        ownPaths.add(path);
        coverage = Object.assign(coverage ?? {}, { [path]: file });
      }
      return coverage;
    },
    set(value: Coverage | undefined) {
      coverage = value;
    },
  });
  return () =>
    canHoldCoverage(coverage) ? Object.entries(coverage ?? {}).filter(([path]) => isForeign(path)) : [];
}

/** An app may use a global of that name for something else. */
function canHoldCoverage(coverage: unknown): boolean {
  return coverage === undefined || (typeof coverage === 'object' && coverage !== null);
}
