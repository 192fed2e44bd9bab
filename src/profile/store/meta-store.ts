/**
 * The metas that a process counts by. They are in the profile directory, where they are written as files are loaded;
 * those that could not be written are in memory.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMeta, hashOf, metaNameOf } from '../format/meta-file.js';
import type { FileCounters } from '../model/counters-profile.js';
import type { FileMeta } from '../model/file-meta.js';
import { linkMeta, makeDirectory, writeMeta } from './write-profile.js';

export interface MetaStore {
  /** One that could not be written. */
  add(bytes: Uint8Array): void;
  /** @throws the error of `readFile`, where it is neither here nor there */
  bytesOf(hash: string): Uint8Array;
  /** As `bytesOf`, decoded. @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`, too */
  metaOf(hash: string): FileMeta;
  /**
   * Sees to it that a directory has the metas that profiles of these files need.
   *
   * @throws CovermainError `DIRECTORY_NOT_WRITABLE`; as `bytesOf`, where it would have to be given one
   */
  keepIn(directory: string, files: readonly FileCounters[]): void;
}

export interface MetaStoreOptions {
  /**
   * Whether metas that are kept somewhere are in memory from then on, and directories made anew that are gone. Reading
   * them takes time; but a process that runs for long may see somebody remove the directory. @default false
   */
  readonly isHolding?: boolean;
}

/** @param home absolute path of the profile directory */
export function openMetaStore(home: string, { isHolding = false }: MetaStoreOptions = {}): MetaStore {
  const inMemory = new Map<string, Uint8Array>();
  const decoded = new Map<string, FileMeta>();
  /** By directory. */
  const kept = new Map<string, Set<string>>();
  const bytesOf = (hash: string) => {
    const bytes = inMemory.get(hash) ?? readFileSync(join(home, metaNameOf(hash)));
    if (isHolding) inMemory.set(hash, bytes);
    return bytes;
  };
  const keep = (directory: string, hash: string) => {
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
  /** The hashes of those that are surely in a directory; nothing where somebody has emptied it. */
  const keptIn = (directory: string) => {
    const known = kept.get(directory);
    const [first] = known ?? [];
    if (known && first !== undefined && existsSync(join(directory, metaNameOf(first)))) return known;
    if (isHolding || directory !== home) makeDirectory(directory);
    const none = new Set<string>();
    kept.set(directory, none);
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
      const there = keptIn(directory);
      for (const { meta } of files) {
        if (there.has(meta)) continue;
        keep(directory, meta);
        there.add(meta);
      }
    },
  };
}
