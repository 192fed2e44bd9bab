/** The packs of a build that a cache has, including those that other processes write meanwhile. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheDirectory } from '../platform/cache-directory.js';
import { clock } from '../platform/clock.js';
import type { Hash } from '../platform/fast-hash.js';
import { packPrefixOf } from './pack-names.js';
import { openPack, type PackReader } from './pack-reader.js';

export interface KnownPacks {
  /** Number of packs that were found. */
  readonly count: () => number;
  /** Returns the first result for a pack, from the newest one to the oldest; `undefined` if there is none. */
  readonly find: <Found>(use: (pack: PackReader) => Found | undefined) => Found | undefined;
  /** Makes the next `find` look for new packs at once, because this thread has written one. */
  readonly expectNew: () => void;
}

/** Milliseconds in which this thread does not look for the packs of other processes again. */
const SEARCH_INTERVAL = 20;

/** @param path absolute path of the directory @param build hash of covermain's build */
export function findPacks(directory: CacheDirectory, path: string, build: Hash): KnownPacks {
  const prefix = packPrefixOf(build);
  /** Newest first. */
  let packs: readonly PackReader[] = [];
  const unusable = new Set<string>();
  let searchedState = '';
  let searchedAt = Number.NEGATIVE_INFINITY;

  /** Opens the packs that were written since the last search. @returns whether there are new ones */
  const search = (): boolean => {
    const now = clock();
    if (now - searchedAt < SEARCH_INTERVAL) return false;
    searchedAt = now;
    try {
      const { ino, mtimeMs } = statSync(path);
      const state = `${ino} ${mtimeMs}`;
      if (state === searchedState) return false;
      searchedState = state;
      const known = new Set([...unusable, ...packs.map((pack) => pack.path)]);
      const paths = readdirSync(path)
        .filter((name) => name.startsWith(prefix))
        .map((name) => join(path, name));
      const added: PackReader[] = [];
      for (const packPath of paths) {
        if (known.has(packPath)) continue;
        const pack = openPack(directory, packPath, build);
        if (pack) added.push(pack);
        else unusable.add(packPath);
      }
      added.sort((left, right) => right.time - left.time);
      const left = new Set(paths);
      packs = [...added, ...packs.filter((pack) => left.has(pack.path))];
      return added.length > 0;
    } catch {
      return false; // the directory was removed
    }
  };

  return {
    count: () => packs.length,
    find(use) {
      do {
        for (const pack of packs) {
          const found = use(pack);
          if (found !== undefined) return found;
        }
      } while (search());
      return undefined;
    },
    expectNew() {
      searchedAt = Number.NEGATIVE_INFINITY;
    },
  };
}
