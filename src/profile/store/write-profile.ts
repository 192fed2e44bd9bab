/** Writes profile files into a directory. Readers never see half a file. */
import { linkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { createPrivateDirectory } from '../../platform/private-directories.js';
import { readDataFile, readDataFileIfPossible } from '../../platform/regular-files.js';
import { writeAtomically } from '../../platform/write-atomically.js';
import { countersNameOf, encodeCounters } from '../format/counters-file.js';
import { hashOf, metaNameOf } from '../format/meta-file.js';
import type { CountersProfile } from '../model/counters-profile.js';
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

/**
 * Writes a meta unless it exists. Its name depends only on its content, so any process may have written it.
 *
 * @param bytes encoded meta
 * @returns hash of the meta
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function writeMeta(directory: string, bytes: Uint8Array): string {
  const hash = hashOf(bytes);
  addProfileFile(directory, metaNameOf(hash), bytes);
  return hash;
}

/**
 * Writes a profile file unless it exists with this content.
 *
 * @param name file name, which the caller has checked
 * @returns whether it was written
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function addProfileFile(directory: string, name: string, bytes: Uint8Array): boolean {
  const path = join(directory, name);
  // After a power failure the file may exist without its content.
  if (readDataFileIfPossible(path)?.equals(bytes)) return false;
  writeProfileFile(path, bytes);
  return true;
}

/**
 * Links a meta from a profile directory into the directory of one of its sessions. A link takes no disk space, however many
 * sessions there are.
 *
 * @param from absolute path of the directory that has the meta
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function linkMeta(directory: string, from: string, hash: string): void {
  const name = metaNameOf(hash);
  const path = join(directory, name);
  try {
    linkSync(join(from, name), path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    copyMeta(join(from, name), path);
  }
}

/**
 * Copies a meta, because a link cannot lead to another volume. Readers expect whole files, so the write is atomic.
 */
function copyMeta(from: string, path: string): void {
  let bytes: Uint8Array;
  try {
    bytes = readDataFile(from);
  } catch (error) {
    throw notWritable(path, error);
  }
  writeProfileFile(path, bytes);
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
