/**
 * A cache that keeps its entries in packs (see `pack-format.ts`). Any number of processes and threads use it at once: each
 * collects its new entries in memory and writes them as a pack of its own. A process that is killed loses the entries that it
 * has not written, and a later run makes them again.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type CacheDirectory, openCacheDirectory } from '../platform/cache-directory.js';
import { clock } from '../platform/clock.js';
import { type Hash, hashBytes, hashTexts } from '../platform/fast-hash.js';
import { writeAtomically } from '../platform/write-atomically.js';
import { encodePack, type NewEntry, sizeOfEntry } from './pack-format.js';
import { packNameOf, packPrefixOf } from './pack-names.js';
import { openPack, type PackReader } from './pack-reader.js';
import { tidyPacks } from './tidy-packs.js';

export interface CacheStore {
  /** Whether there is an entry with a key. Its data may be damaged. */
  readonly has: (key: Hash) => boolean;
  /**
   * Returns the data of an entry.
   *
   * @returns `undefined` without such an entry, or if its data is damaged
   */
  readonly read: (key: Hash) => CacheEntry | undefined;
  /** Adds an entry, or replaces the one with the same key. @param data must not be changed later */
  readonly add: (key: Hash, data: Buffer) => void;
  /** Writes the new entries. Never throws: if they cannot be written, this thread writes none from then on. */
  readonly flush: () => void;
  /** Writes the new entries at the end of the thread, and merges packs if there are many. Never throws. */
  readonly close: () => void;
}

export interface CacheEntry {
  /** Its offset in its memory is a multiple of 8. The memory may be larger and is not written again. */
  readonly data: Buffer;
  /** Hash of the data. */
  readonly checksum: Hash;
}

export interface CacheStoreOptions {
  /**
   * Whether the caller calls `close` at the end of the thread. Otherwise, an exit of the thread writes the new entries.
   * @default false
   */
  readonly isClosed?: boolean;
  /** Milliseconds after the last new entry in which more are expected. @default 150 */
  readonly delay?: number;
}

// The app's tests may replace this global later.
const { setTimeout } = globalThis;

/** Bytes of new entries that are written without delay. */
const MAX_PENDING = 2 ** 22;

/** Number of packs of a build above which they are merged before the end of a thread: more than are left if threads end as usual. */
const MAX_LEFT_PACKS = 48;

/** Milliseconds in which this thread does not look for the packs of other processes again. */
const SEARCH_INTERVAL = 20;

/**
 * Opens a cache. Nothing is read or created before the first use.
 *
 * @param path absolute path of its directory
 * @param build text that identifies covermain's build
 */
export function openCacheStore(
  path: string,
  build: string,
  { isClosed = false, delay = 150 }: CacheStoreOptions = {},
): CacheStore {
  const buildHash = hashTexts([build]);
  const prefix = packPrefixOf(buildHash);
  const pending = new Map<string, NewEntry & { readonly data: Buffer }>();
  let pendingBytes = 0;
  let isWritable = true;
  let opened: { readonly directory: CacheDirectory | undefined } | undefined;
  const open = () => {
    opened ??= { directory: openCacheDirectory(path) };
    return opened.directory;
  };

  /** Packs, newest first. */
  let packs: readonly PackReader[] = [];
  const unusable = new Set<string>();
  let searchedState = '';
  let searchedAt = Number.NEGATIVE_INFINITY;
  /** Opens the packs that were written since the last search. @returns whether there are new ones */
  const search = (directory: CacheDirectory): boolean => {
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
        const pack = openPack(directory, packPath, buildHash);
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

  const find = <Found>(use: (pack: PackReader) => Found | undefined): Found | undefined => {
    const directory = open();
    if (!directory) return undefined;
    do {
      for (const pack of packs) {
        const found = use(pack);
        if (found !== undefined) return found;
      }
    } while (search(directory));
    return undefined;
  };

  let hasWritten = false;
  const tidy = () => {
    const directory = open();
    if (directory) tidyPacks(directory, path, buildHash);
  };
  const flush = () => {
    if (pending.size === 0) return;
    if (!isClosed) process.removeListener('exit', flush);
    const entries = [...pending.values()];
    pending.clear();
    pendingBytes = 0;
    try {
      if (!open()) throw new Error('the cache cannot be used');
      const { bytes, name } = encodePack(buildHash, entries);
      writeAtomically(join(path, packNameOf(buildHash, name)), bytes);
      searchedAt = Number.NEGATIVE_INFINITY;
      hasWritten = true;
    } catch {
      isWritable = false; // the program only starts more slowly
    }
    // Threads that never close this cache would otherwise add packs without end: they are killed, or are no main threads.
    if (isWritable && packs.length > MAX_LEFT_PACKS) tidy();
  };

  let lastAdd = 0;
  let isScheduled = false;
  const schedule = (milliseconds: number) => {
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      const rest = lastAdd + delay - clock();
      if (pending.size === 0) return;
      if (rest > 0) schedule(rest);
      else flush();
    }, milliseconds).unref();
  };

  return {
    has(key) {
      return pending.has(key.join()) || find((pack) => pack.index.find(key)) !== undefined;
    },
    read(key) {
      const added = pending.get(key.join());
      if (added) return { data: added.data, checksum: hashBytes(added.data) };
      return find((pack) => {
        const entry = pack.index.find(key);
        const data = entry && pack.read(entry);
        return data && { data, checksum: entry.checksum };
      });
    },
    add(key, data) {
      if (!isWritable) return;
      const entry = { key, data };
      if (!isClosed && pending.size === 0) process.once('exit', flush);
      pending.set(key.join(), entry);
      pendingBytes += sizeOfEntry(entry);
      lastAdd = clock();
      if (pendingBytes >= MAX_PENDING) flush();
      else if (!isScheduled) schedule(delay);
    },
    flush,
    close() {
      flush();
      if (hasWritten && isWritable) tidy();
    },
  };
}
