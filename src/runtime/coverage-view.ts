/**
 * `globalThis.__coverage__` as Istanbul's own instrumenter fills it, for nyc and for whoever else reads it: computed
 * as it is read. What other instrumenters put there stays there.
 */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { toCoverageMap } from '../interchange/coverage-map.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import { totalsOf } from '../profile/model/totals.js';
import type { MetaStore } from '../profile/store/meta-store.js';

const GLOBAL = '__coverage__';

/** By absolute path. */
type Coverage = Record<string, FileCoverageData>;

export interface CoverageViewOptions {
  /** Absolute path that the metas' paths are relative to. */
  readonly root: string;
  readonly metas: MetaStore;
  /** What this process has counted by now. */
  readonly read: () => CountersProfile;
}

/** @returns what other instrumenters have counted, by path */
export function installCoverageView(
  options: CoverageViewOptions,
): () => readonly (readonly [path: string, file: FileCoverageData])[] {
  const { root, metas, read } = options;
  const ours = new Set<string>();
  let coverage = (globalThis as Record<string, unknown>)[GLOBAL] as Coverage | undefined;
  const isForeign = (path: string) => Object.hasOwn(coverage ?? {}, path) && !ours.has(path);
  Object.defineProperty(globalThis, GLOBAL, {
    configurable: true,
    get() {
      if (!mayHold(coverage)) return coverage;
      const profile = read();
      const needed = new Map(profile.files.map(({ meta }) => [meta, metas.metaOf(meta)]));
      const { map } = toCoverageMap(totalsOf({ metas: needed, profiles: [profile] }), root);
      for (const [path, file] of Object.entries(map)) {
        if (isForeign(path)) continue;
        ours.add(path);
        coverage = Object.assign(coverage ?? {}, { [path]: file });
      }
      return coverage;
    },
    set(value: Coverage | undefined) {
      coverage = value;
    },
  });
  return () => (mayHold(coverage) ? Object.entries(coverage ?? {}).filter(([path]) => isForeign(path)) : []);
}

/** An app may have a global of that name for something else. */
function mayHold(coverage: unknown): boolean {
  return coverage === undefined || (typeof coverage === 'object' && coverage !== null);
}
