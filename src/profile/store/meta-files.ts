/**
 * The files of a directory that have metas. A running process may add files at any time, and somebody may remove or damage them, so
 * what is known of a file is checked by its size before it is relied on, and by the hash of a meta when that is read.
 */
import { closeSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { sizeIfPossible } from '../../platform/file-stats.js';
import { openRegularFile } from '../../platform/regular-files.js';
import { META_PREFIX } from '../format/constants.js';
import { hashOf, metaNameOf } from '../format/meta-file.js';
import { listExtents, type MetaExtent } from '../format/meta-pack.js';

/** A file with metas. */
export interface MetaFile {
  readonly name: string;
  /** Number of its bytes. */
  readonly size: number;
  readonly extents: readonly MetaExtent[];
}

export interface MetaFiles {
  /** Absolute path. */
  readonly directory: string;
  /** Adds a file that was written. */
  add(file: MetaFile): void;
  /** Returns those of the metas that the directory does not have. */
  lacking(hashes: readonly string[]): readonly string[];
  /** Returns the file that has a meta; `undefined` if there is none. */
  fileOf(hash: string): MetaFile | undefined;
  /** Returns an encoded meta; `undefined` if the directory does not have it, or has it damaged. */
  read(hash: string): Buffer | undefined;
  /** Returns all files that can be read. */
  all(): readonly MetaFile[];
}

/** Opens the metas in a directory, which need not exist. Links are not followed. @param directory absolute path */
export function openMetaFiles(directory: string): MetaFiles {
  /** Files by name; `undefined` for those that cannot be read. */
  const files = new Map<string, MetaFile | undefined>();
  const locations = new Map<string, MetaLocation>();
  const add = (file: MetaFile) => {
    files.set(file.name, file);
    for (const extent of file.extents) locations.set(extent.hash, { file, extent });
  };
  /** Forgets the metas of a file that has changed. Another file may have them, too. */
  const forget = (file: MetaFile) => {
    for (const { hash } of file.extents) locations.delete(hash);
    files.delete(file.name);
    for (const other of files.values()) if (other) add(other);
  };
  const examine = (name: string) => {
    const file = readMetaFile(directory, name);
    if (file) add(file);
    else files.set(name, undefined);
  };
  const isUnchanged = ({ name, size }: MetaFile) => sizeIfPossible(join(directory, name)) === size;
  const scan = () => {
    const names = new Set(listMetaNames(directory));
    for (const [name, file] of files) {
      if (names.has(name)) continue;
      if (file) forget(file);
      else files.delete(name);
    }
    for (const name of names) if (!files.has(name)) examine(name);
  };
  const find = (hash: string): MetaLocation | undefined => {
    const known = locations.get(hash);
    if (known && isUnchanged(known.file)) return known;
    if (known) forget(known.file);
    // A directory of an earlier version has many files with one meta each. They need not be listed.
    if (!files.has(metaNameOf(hash))) examine(metaNameOf(hash));
    if (!locations.has(hash)) scan();
    return locations.get(hash);
  };
  return {
    directory,
    add,
    lacking(hashes) {
      const used = new Set(hashes.flatMap((hash) => locations.get(hash)?.file ?? []));
      for (const file of used) if (!isUnchanged(file)) forget(file);
      if (hashes.every((hash) => locations.has(hash))) return [];
      scan();
      return hashes.filter((hash) => !locations.has(hash));
    },
    fileOf: (hash) => find(hash)?.file,
    read(hash) {
      for (let location = find(hash); location; location = find(hash)) {
        const bytes = readMeta(directory, location);
        if (bytes) return bytes;
        forget(location.file);
        files.set(location.file.name, undefined);
      }
      return undefined;
    },
    all() {
      scan();
      return [...files.values()].filter((file) => file !== undefined);
    },
  };
}

interface MetaLocation {
  readonly file: MetaFile;
  readonly extent: MetaExtent;
}

function listMetaNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => name.startsWith(META_PREFIX));
  } catch {
    return []; // nothing was written yet
  }
}

/** Number of bytes that are read first. They contain the directory of a pack with 2,500 metas. */
const START_BYTES = 2 ** 16;

/** Maximum number of bytes that are read for a directory: that of half a million metas. A damaged file may have any size. */
const MAX_START_BYTES = 2 ** 24;

/** Reads the directory of a file. @returns `undefined` for a file that cannot be read or is damaged */
function readMetaFile(directory: string, name: string): MetaFile | undefined {
  try {
    return withFile(join(directory, name), (read, size) => {
      for (let length = START_BYTES; ; length *= 4) {
        try {
          return { name, size, extents: listExtents(read(0, Math.min(size, length)), size, name) };
        } catch (error) {
          if (length >= Math.min(size, MAX_START_BYTES)) throw error;
        }
      }
    });
  } catch {
    return undefined; // its reader reports it, and its metas are written again
  }
}

function readMeta(
  directory: string,
  { file, extent: { hash, offset, length } }: MetaLocation,
): Buffer | undefined {
  try {
    const bytes = withFile(join(directory, file.name), (read) => read(offset, length));
    return hashOf(bytes) === hash ? bytes : undefined;
  } catch {
    return undefined; // the file was removed meanwhile
  }
}

/** Returns the bytes from an offset on: fewer than `length` at the end of the file. */
type ReadBytes = (offset: number, length: number) => Buffer;

function withFile<Result>(path: string, use: (read: ReadBytes, size: number) => Result): Result {
  const { descriptor, stats } = openRegularFile(path, { followsLinks: false });
  try {
    return use((offset, length) => {
      const bytes = Buffer.allocUnsafe(length);
      let end = 0;
      while (end < length) {
        const read = readSync(descriptor, bytes, end, length - end, offset + end);
        if (read === 0) break;
        end += read;
      }
      return bytes.subarray(0, end);
    }, stats.size);
  } finally {
    closeSync(descriptor);
  }
}
