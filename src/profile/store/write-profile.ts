/** Puts profile files into a directory, whole or not at all. */
import { linkSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { writeAtomically } from '../../platform/write-atomically.js';
import { countersNameOf, encodeCounters } from '../format/counters-file.js';
import { hashOf, metaNameOf } from '../format/meta-file.js';
import type { CountersProfile } from '../model/counters-profile.js';

/** Makes a directory that is not there. @throws CovermainError `DIRECTORY_NOT_WRITABLE` */
export function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (error) {
    throw notWritable(directory, error);
  }
}

/**
 * Writes a meta unless it is there; its name is its content, so any process may have written it.
 *
 * @param bytes as `encodeMeta` gives them
 * @returns its hash
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function writeMeta(directory: string, bytes: Uint8Array): string {
  const hash = hashOf(bytes);
  const path = join(directory, metaNameOf(hash));
  // A machine that lost its power may have kept the name and no content; the length tells.
  if (sizeOf(path) !== bytes.length) writeProfileFile(path, bytes);
  return hash;
}

/**
 * Puts a meta into a directory that is kept in another: by a link, which takes no time, since metas never change.
 *
 * @param from absolute path of the folder that has it
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

/** A link cannot lead to another volume. Others take what is there for whole, so it must not be seen before it is. */
function copyMeta(from: string, path: string): void {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(from);
  } catch (error) {
    throw notWritable(path, error);
  }
  writeProfileFile(path, bytes);
}

/**
 * Writes the counters of one epoch of a process, in place of what it wrote before, so that writing often adds nothing.
 * Their metas must be written first: a reader takes a profile whose metas are missing for damaged.
 *
 * @returns the path of the file
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function writeCounters(directory: string, profile: CountersProfile): string {
  const bytes = encodeCounters(profile);
  const path = join(directory, countersNameOf(profile));
  writeProfileFile(path, bytes);
  return path;
}

function writeProfileFile(path: string, bytes: Uint8Array): void {
  try {
    writeAtomically(path, bytes);
  } catch (error) {
    throw notWritable(path, error);
  }
}

function notWritable(path: string, cause: unknown): CovermainError {
  return new CovermainError(
    'DIRECTORY_NOT_WRITABLE',
    `${path} cannot be written: ${messageOf(cause)}; set COVER_DIR to a directory that can`,
    { cause },
  );
}

/** In bytes; `undefined` for what is not there or cannot be looked at. */
function sizeOf(path: string): number | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.size;
  } catch {
    return undefined; // writing will say why
  }
}
