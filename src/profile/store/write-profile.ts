/** Writes profile files into a directory. Readers never see half a file. */
import { linkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { sizeIfPossible } from '../../platform/file-stats.js';
import { createPrivateDirectory } from '../../platform/private-directories.js';
import { readDataFileIfPossible } from '../../platform/regular-files.js';
import { writeAtomically } from '../../platform/write-atomically.js';
import { countersNameOf, encodeCounters } from '../format/counters-file.js';
import { hashOf, metaNameOf } from '../format/meta-file.js';
import { type EncodedMeta, encodeMetas, listExtents } from '../format/meta-pack.js';
import type { CountersProfile } from '../model/counters-profile.js';
import type { MetaFile } from './meta-files.js';
import { requirePrivatePart } from './require-private.js';

/** Creates a directory for this user alone if it does not exist. @throws CovermainError `DIRECTORY_NOT_WRITABLE` */
export function makeDirectory(directory: string): void {
  try {
    createPrivateDirectory(directory);
  } catch (error) {
    throw notWritable(directory, error);
  }
}

/**
 * Creates the directory of a session. Nothing is written through a link in its place.
 *
 * @param directory as `sessionDirectoryOf` returns it
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`, `DIRECTORY_NOT_PRIVATE`
 */
export function makeSessionDirectory(directory: string): void {
  for (const path of [dirname(directory), directory]) {
    makeDirectory(path);
    requirePrivatePart(path);
  }
}

/** Maximum number of bytes of a pack of metas, unless a single one is larger. Readers hold a whole file in memory. */
const MAX_PACK_BYTES = 2 ** 26;

/**
 * Writes metas, as one file if they are not very large. Its name depends only on its content, so any process may have written it.
 *
 * @param metas with distinct hashes
 * @returns the files
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function writeMetas(directory: string, metas: readonly EncodedMeta[]): readonly MetaFile[] {
  return groupBySize(metas).map((group) => {
    const bytes = encodeMetas(group);
    const name = metaNameOf(hashOf(bytes));
    addProfileFile(directory, name, bytes);
    return { name, size: bytes.length, extents: listExtents(bytes, bytes.length, name) };
  });
}

/** Divides metas into groups of at most `MAX_PACK_BYTES`. */
function groupBySize(metas: readonly EncodedMeta[]): readonly (readonly EncodedMeta[])[] {
  const groups: EncodedMeta[][] = [];
  let size = MAX_PACK_BYTES;
  for (const meta of metas) {
    size += meta.bytes.length;
    if (size > MAX_PACK_BYTES) {
      groups.push([]);
      size = meta.bytes.length;
    }
    groups.at(-1)?.push(meta);
  }
  return groups;
}

/**
 * Writes a profile file unless it exists with this content.
 *
 * @param name file name, which the caller has checked
 * @returns whether it was written
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
function addProfileFile(directory: string, name: string, bytes: Uint8Array): boolean {
  const path = join(directory, name);
  // After a power failure the file may exist without its content.
  if (readDataFileIfPossible(path)?.equals(bytes)) return false;
  writeProfileFile(path, bytes);
  return true;
}

/**
 * Links a file with metas from one directory into another. A link takes no disk space, however many sessions there are.
 *
 * @returns whether the other directory has the whole file now: a link cannot lead to another volume
 */
export function linkMetaFile(from: string, to: string, { name, size }: MetaFile): boolean {
  try {
    linkSync(join(from, name), join(to, name));
  } catch {
    // The file may be there already.
  }
  return sizeIfPossible(join(to, name)) === size;
}

/**
 * Writes the counters of one epoch of a process. Repeated writes replace the same file, so they add nothing to the sum.
 * The caller writes the metas first: readers treat a profile with missing metas as corrupt.
 *
 * @returns path of the file
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function writeCounters(directory: string, profile: CountersProfile): string {
  const bytes = encodeCounters(profile);
  const path = join(directory, countersNameOf(profile));
  writeProfileFile(path, bytes);
  return path;
}

/**
 * Writes a profile file, and replaces one with this name.
 *
 * @param path absolute path, whose name the caller has checked
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function writeProfileFile(path: string, bytes: Uint8Array): void {
  try {
    writeAtomically(path, bytes);
  } catch (error) {
    throw notWritable(path, error);
  }
}

function notWritable(path: string, cause: unknown): CovermainError {
  return new CovermainError(
    'DIRECTORY_NOT_WRITABLE',
    `Cannot write ${path}: ${messageOf(cause)}. Set COVER_DIR to a writable directory.`,
    { cause },
  );
}
