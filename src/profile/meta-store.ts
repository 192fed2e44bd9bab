/**
 * The metas that a process counts by. They are in the profile directory, where they are written as files are loaded;
 * those that could not be written are in memory.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileCounters } from './counters-profile.js';
import type { FileMeta } from './file-meta.js';
import { decodeMeta, hashOf, metaNameOf } from './meta-file.js';
import { linkMeta, writeMeta } from './write-profile.js';

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
   * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
   */
  keepIn(directory: string, files: readonly FileCounters[]): void;
}

/** @param home absolute path of the profile directory */
export function openMetaStore(home: string): MetaStore {
  const inMemory = new Map<string, Uint8Array>();
  const decoded = new Map<string, FileMeta>();
  /** By directory, the hashes of those that are surely there. */
  const kept = new Map<string, Set<string>>();
  const bytesOf = (hash: string) => inMemory.get(hash) ?? readFileSync(join(home, metaNameOf(hash)));
  const keep = (directory: string, hash: string) => {
    const bytes = inMemory.get(hash);
    if (bytes) writeMeta(directory, bytes);
    else if (directory !== home) linkMeta(directory, home, hash);
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
      const there = kept.get(directory) ?? new Set();
      if (!kept.has(directory)) {
        // What goes wrong here is said by the first file that is written.
        if (directory !== home) mkdirSync(directory, { recursive: true });
        kept.set(directory, there);
      }
      for (const { meta } of files) {
        if (there.has(meta)) continue;
        keep(directory, meta);
        there.add(meta);
      }
    },
  };
}
