/**
 * Provides the metas of a process. They are in the profile directory, where the process writes them as it loads files;
 * metas that could not be written are kept in memory.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMeta, hashOf, metaNameOf } from '../format/meta-file.js';
import type { FileCounters } from '../model/counters-profile.js';
import type { FileMeta } from '../model/file-meta.js';
import { linkMeta, makeDirectory, writeMeta } from './write-profile.js';

export interface MetaStore {
  /** Keeps a meta in memory that could not be written. */
  add(bytes: Uint8Array): void;
  /** Returns an encoded meta. @throws the error of `readFile` if it is neither in memory nor in the directory */
  bytesOf(hash: string): Uint8Array;
  /** Returns a decoded meta. @throws as `bytesOf`; CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION` */
  metaOf(hash: string): FileMeta;
  /**
   * Writes the metas of these files into a directory that does not have them yet.
   *
   * @throws CovermainError `DIRECTORY_NOT_WRITABLE`; as `bytesOf` if the meta to write cannot be read
   */
  keepIn(directory: string, files: readonly FileCounters[]): void;
}

export interface MetaStoreOptions {
  /**
   * Whether to keep in memory the metas that `keepIn` writes, and to create directories again that were removed.
   * Reading the metas takes time, but the profile directory of a long process may be removed while it runs.
   *
   * @default false
   */
  readonly isHolding?: boolean;
}

/** Opens the metas of this process. @param home absolute path of the profile directory */
export function openMetaStore(home: string, { isHolding = false }: MetaStoreOptions = {}): MetaStore {
  const inMemory = new Map<string, Uint8Array>();
  const decoded = new Map<string, FileMeta>();
  /** Hashes of the metas that are known to be in a directory, by directory. */
  const written = new Map<string, Set<string>>();
  const bytesOf = (hash: string) => {
    const bytes = inMemory.get(hash) ?? readFileSync(join(home, metaNameOf(hash)));
    if (isHolding) inMemory.set(hash, bytes);
    return bytes;
  };
  const putMeta = (directory: string, hash: string) => {
    const bytes = isHolding ? bytesOf(hash) : inMemory.get(hash);
    if (directory === home) {
      if (bytes) writeMeta(home, bytes);
      return;
    }
    try {
      linkMeta(directory, home, hash);
    } catch (error) {
      if (!bytes) throw error;
      writeMeta(directory, bytes);
    }
  };
  /** Returns the hashes of the metas that are known to be in a directory: none if it was emptied meanwhile. */
  const presentIn = (directory: string) => {
    const known = written.get(directory);
    const [first] = known ?? [];
    if (known && first !== undefined && existsSync(join(directory, metaNameOf(first)))) return known;
    if (isHolding || directory !== home) makeDirectory(directory);
    const none = new Set<string>();
    written.set(directory, none);
    return none;
  };
  return {
    add: (bytes) => inMemory.set(hashOf(bytes), bytes),
    bytesOf,
    metaOf(hash) {
      const meta = decoded.get(hash) ?? decodeMeta(Buffer.from(bytesOf(hash)), metaNameOf(hash));
      decoded.set(hash, meta);
      return meta;
    },
    keepIn(directory, files) {
      const present = presentIn(directory);
      for (const { meta } of files) {
        if (present.has(meta)) continue;
        putMeta(directory, meta);
        present.add(meta);
      }
    },
  };
}
