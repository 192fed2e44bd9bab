/**
 * `globalThis.__coverage__` as Istanbul's own instrumenter fills it, for nyc and for whoever else reads it: computed
 * as it is read. What other instrumenters put there stays there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { CountersProfile } from '../profile/counters-profile.js';
import { toCoverageMap } from '../profile/coverage-map.js';
import type { FileMeta } from '../profile/file-meta.js';
import { decodeMeta, metaNameOf } from '../profile/meta-file.js';

const GLOBAL = '__coverage__';

/** By absolute path. */
export type Coverage = Record<string, FileCoverageData>;

export interface CoverageViewOptions {
  /** Absolute path of the profile directory, which holds the metas. */
  readonly directory: string;
  /** Absolute path that the metas' paths are relative to. */
  readonly root: string;
  /** What this process has counted by now. */
  readonly read: () => CountersProfile;
}

/** @returns what other instrumenters have counted */
export function installCoverageView({
  directory,
  root,
  read,
}: CoverageViewOptions): () => Readonly<Coverage> {
  const metas = new Map<string, FileMeta>();
  const readMeta = (hash: string) => {
    if (metas.has(hash)) return;
    const name = metaNameOf(hash);
    metas.set(hash, decodeMeta(readFileSync(join(directory, name)), name));
  };
  const ours = new Set<string>();
  let coverage = (globalThis as Record<string, unknown>)[GLOBAL] as Coverage | undefined;
  const isForeign = (path: string) => coverage !== undefined && path in coverage && !ours.has(path);
  Object.defineProperty(globalThis, GLOBAL, {
    configurable: true,
    get() {
      const profile = read();
      for (const { meta } of profile.files) readMeta(meta);
      const { map } = toCoverageMap({ metas, profiles: [profile], unreadable: [] }, root);
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
  return () => Object.fromEntries(Object.entries(coverage ?? {}).filter(([path]) => isForeign(path)));
}
