/**
 * A cache that keeps its entries in packs (see `pack-format.ts`). Any number of processes and threads use it at once: each
 * collects its new entries in memory and writes them as a pack of its own. A process that is killed loses the entries that it
 * has not written, and a later run makes them again.
 */
import { join } from 'node:path';
import { type CacheDirectory, openCacheDirectory } from '../platform/cache-directory.js';
import { debounce } from '../platform/debounce.js';
import { type Hash, hashBytes, hashTexts } from '../platform/fast-hash.js';
import { writeAtomically } from '../platform/write-atomically.js';
import { findPacks, type KnownPacks } from './known-packs.js';
import { encodePack, type NewEntry, sizeOfEntry } from './pack-format.js';
import { packNameOf } from './pack-names.js';
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
  readonly isClosedByCaller?: boolean;
  /** Milliseconds after the last new entry in which more are expected. @default 150 */
  readonly delay?: number;
}

/** Bytes of new entries that are written without delay. */
const MAX_PENDING = 2 ** 22;

/** Number of packs of a build above which they are merged before the end of a thread: more than are left if threads end as usual. */
const MAX_LEFT_PACKS = 48;

/**
 * Opens a cache. Nothing is read or created before the first use.
 *
 * @param path absolute path of its directory
 * @param build text that identifies covermain's build
 */
export function openCacheStore(
  path: string,
  build: string,
  { isClosedByCaller = false, delay = 150 }: CacheStoreOptions = {},
): CacheStore {
  const buildHash = hashTexts([build]);
  const pending = new Map<string, NewEntry & { readonly data: Buffer }>();
  let pendingBytes = 0;
  let isWritable = true;
  let hasWritten = false;
  /** `null` if the directory cannot be used. */
  let opened: { readonly directory: CacheDirectory; readonly packs: KnownPacks } | null | undefined;
  const open = () => {
    if (opened !== undefined) return opened;
    const directory = openCacheDirectory(path);
    opened = directory ? { directory, packs: findPacks(directory, path, buildHash) } : null;
    return opened;
  };
  const tidy = () => {
    const cache = open();
    if (cache) tidyPacks(cache.directory, path, buildHash);
  };
  const write = (entries: readonly NewEntry[]) => {
    const cache = open();
    if (!cache) return false;
    try {
      const { bytes, name } = encodePack(buildHash, entries);
      writeAtomically(join(path, packNameOf(buildHash, name)), bytes);
      cache.packs.expectNew();
      hasWritten = true;
      return true;
    } catch {
      return false; // the program only starts more slowly
    }
  };
  const flush = () => {
    if (pending.size === 0) return;
    if (!isClosedByCaller) process.removeListener('exit', flush);
    const entries = [...pending.values()];
    pending.clear();
    pendingBytes = 0;
    isWritable = write(entries);
    // Threads that never close this cache would otherwise add packs without end: they are killed, or are no main threads.
    if (isWritable && (opened?.packs.count() ?? 0) > MAX_LEFT_PACKS) tidy();
  };
  const flushSoon = debounce(flush, delay);

  return {
    has(key) {
      return pending.has(key.join()) || open()?.packs.find((pack) => pack.index.find(key)) !== undefined;
    },
    read(key) {
      const added = pending.get(key.join());
      if (added) return { data: added.data, checksum: hashBytes(added.data) };
      return open()?.packs.find((pack) => {
        const entry = pack.index.find(key);
        const data = entry && pack.read(entry);
        return data && { data, checksum: entry.checksum };
      });
    },
    add(key, data) {
      if (!isWritable) return;
      const entry = { key, data };
      if (!isClosedByCaller && pending.size === 0) process.once('exit', flush);
      pending.set(key.join(), entry);
      pendingBytes += sizeOfEntry(entry);
      if (pendingBytes >= MAX_PENDING) flush();
      else flushSoon();
    },
    flush,
    close() {
      flush();
      if (hasWritten && isWritable) tidy();
    },
  };
}
