/**
 * Notes which metas pushes use, so that none of them is removed as unused: neither by this center nor by another one that shares
 * the directory. The time of a file with metas is that of the last use of one of them, to the half of `UNUSED_TIME`.
 */
import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type MetaFiles, openMetaFiles } from '../../profile/store/meta-files.js';
import { type KnownMetas, MissingMetasError } from '../../profile/store/store-archive.js';

/** Milliseconds since its last use after which a meta can be removed. */
export const UNUSED_TIME = 86_400_000;

/** Milliseconds after which a center looks again whether the directory has the metas that it knows. */
const RECHECK_INTERVAL = 60_000;

export interface MetaUse {
  /** Returns the files of the directory that have metas. */
  files(): MetaFiles;
  /** Forgets the known metas from time to time, because someone may have removed them. */
  forgetOld(): void;
  /** Forgets all known metas: the directory is another one. */
  forgetAll(): void;
  /**
   * Notes that stored counters use metas.
   *
   * @param name of the archive, for errors
   * @param isNew whether the counters were not there before: then each meta is looked for, because someone may have emptied the
   *   directory
   * @throws MissingMetasError if one was removed meanwhile
   */
  use(name: string, hashes: Iterable<string>, isNew: boolean): void;
  /** Begins to note which metas are used. @returns a set that grows with each use, until the next call */
  watch(): ReadonlySet<string>;
  /** Forgets a meta that is about to be removed. */
  forget(hash: string): void;
}

/** @param known metas that `storeArchive` does not look for */
export function createMetaUse(directory: string, known: KnownMetas): MetaUse {
  let checkedAt = performance.now();
  let files = openMetaFiles(directory);
  const recent = new Set<string>();
  let watched: Set<string> | undefined;
  const forgetAll = () => {
    checkedAt = performance.now();
    known.clear();
    recent.clear();
    files = openMetaFiles(directory);
  };
  return {
    files: () => files,
    forgetOld() {
      if (performance.now() - checkedAt >= RECHECK_INTERVAL) forgetAll();
    },
    forgetAll,
    use(name, hashes, isNew) {
      const missing: string[] = [];
      for (const hash of hashes) {
        watched?.add(hash);
        if (!isNew && recent.has(hash)) continue;
        const file = files.fileOf(hash);
        if (file && refresh(join(directory, file.name))) recent.add(hash);
        else missing.push(hash);
      }
      for (const hash of missing) {
        known.delete(hash);
        recent.delete(hash);
      }
      if (missing.length > 0) throw new MissingMetasError(name, missing);
    },
    watch() {
      watched = new Set();
      return watched;
    },
    forget(hash) {
      known.delete(hash);
      recent.delete(hash);
    },
  };
}

/** Makes the time of a file recent. @returns false if there is no such file */
function refresh(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return false;
  const now = new Date();
  if (now.getTime() - stats.mtimeMs > UNUSED_TIME / 2) utimesSync(path, now, now);
  return true;
}
