/**
 * Provides the metas of a process. They are in the profile directory, where the process writes them as it loads files;
 * metas that could not be written are kept in memory.
 */
import { join } from 'node:path';
import { sizeIfPossible } from '../../platform/file-stats.js';
import { readDataFile } from '../../platform/regular-files.js';
import { decodeMeta, hashOf, metaNameOf } from '../format/meta-file.js';
import type { FileCounters } from '../model/counters-profile.js';
import type { FileMeta } from '../model/file-meta.js';
import { linkMeta, makeDirectory, makeSessionDirectory, writeMeta } from './write-profile.js';

export interface MetaStore {
  /** Keeps a meta in memory that could not be written. */
  add(bytes: Uint8Array): void;
  /** Returns an encoded meta. @throws the error of `readFile` if it is neither in memory nor in the directory */
  bytesOf(hash: string): Uint8Array;
  /** Returns a decoded meta. @throws as `bytesOf`; CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION` */
  metaOf(hash: string): FileMeta;
  /**
   * Writes the metas of these files into the profile directory or that of a session, if it does not have them.
   *
   * @throws CovermainError `DIRECTORY_NOT_WRITABLE`, `DIRECTORY_NOT_PRIVATE`; as `bytesOf` if the meta to write cannot be read
   */
  keepIn(directory: string, files: readonly FileCounters[]): void;
  /** Whether a directory has the metas of these files. */
  areIn(directory: string, files: readonly FileCounters[]): boolean;
  /** Whether a meta is in memory or can be read. */
  has(hash: string): boolean;
}

export interface MetaStoreOptions {
  /**
   * Whether to keep in memory the metas that `keepIn` writes, and to write removed metas and directories again. Reading
   * and checking the metas takes time, but files of a long process may be removed while it runs.
   *
   * @default false
   */
  readonly isHolding?: boolean;
}

/** Opens the metas of this process. @param home absolute path of the profile directory */
export function openMetaStore(home: string, { isHolding = false }: MetaStoreOptions = {}): MetaStore {
  const inMemory = new Map<string, Uint8Array>();
  const decoded = new Map<string, FileMeta>();
  /** Hashes of the metas that were written to a directory, by directory. */
  const written = new Map<string, Set<string>>();
  const bytesOf = (hash: string) => {
    const bytes = inMemory.get(hash) ?? readDataFile(join(home, metaNameOf(hash)));
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
  /** Returns the hashes of the metas that were written to a directory, and creates the directory. */
  const writtenTo = (directory: string) => {
    const known = written.get(directory);
    if (known && !isHolding) return known;
    if (directory !== home) makeSessionDirectory(directory);
    else if (isHolding) makeDirectory(directory);
    const hashes = known ?? new Set();
    written.set(directory, hashes);
    return hashes;
  };
  const isIn = (directory: string, hash: string) =>
    sizeIfPossible(join(directory, metaNameOf(hash))) === bytesOf(hash).length;
  return {
    add: (bytes) => inMemory.set(hashOf(bytes), bytes),
    bytesOf,
    metaOf(hash) {
      const meta = decoded.get(hash) ?? decodeMeta(Buffer.from(bytesOf(hash)), metaNameOf(hash));
      decoded.set(hash, meta);
      return meta;
    },
    keepIn(directory, files) {
      const known = writtenTo(directory);
      for (const { meta } of files) {
        if (isHolding ? isIn(directory, meta) : known.has(meta)) continue;
        putMeta(directory, meta);
        known.add(meta);
      }
    },
    areIn: (directory, files) => files.every(({ meta }) => isIn(directory, meta)),
    has(hash) {
      try {
        bytesOf(hash);
        return true;
      } catch {
        return false;
      }
    },
  };
}
