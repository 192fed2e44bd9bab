/** A profile directory that is there whole or not at all. */
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { randomUUID } from '../platform/crypto.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { TEMPORARY_PREFIX } from '../platform/write-atomically.js';

/**
 * Looks whether a directory can be made, before the long work whose result goes there.
 *
 * @param path absolute
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`
 */
export function requireNoOutput(path: string): void {
  const isFree = attempt(path, () => {
    if (lstatSync(path, { throwIfNoEntry: false })) return isEmptyDirectory(path);
    accessSync(nearestFolder(dirname(path)), constants.W_OK | constants.X_OK);
    return true;
  });
  if (isFree) return;
  throw new CovermainError(
    'OUTPUT_EXISTS',
    `${path} is there already: expected a directory that is not there yet, or is empty; name another one`,
  );
}

/**
 * Has a directory filled under another name, beside its own, and renames it.
 *
 * @param path absolute
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`; whatever `fill` throws, and then nothing is left
 */
export async function writeOutputDirectory(
  path: string,
  fill: (directory: string) => Promise<void>,
): Promise<void> {
  requireNoOutput(path);
  // What is there may be a link to an empty directory.
  const target = existsSync(path) ? realpathSync(path) : path;
  const temporary = join(dirname(target), `${TEMPORARY_PREFIX}${basename(target)}.${randomUUID()}`);
  const made = attempt(path, () => mkdirSync(temporary, { recursive: true }));
  try {
    await fill(temporary);
    attempt(path, () => replace(temporary, target));
  } catch (error) {
    removeMade(temporary, made ?? temporary);
    const isWriting = error instanceof CovermainError && error.code === 'DIRECTORY_NOT_WRITABLE';
    throw isWriting ? notWritable(path, error.cause) : error;
  }
}

function replace(from: string, to: string): void {
  // Not everywhere does a rename replace a directory that is empty.
  if (existsSync(to)) rmdirSync(to);
  renameSync(from, to);
}

/** Parents that were not there before go, too, unless somebody else uses them by now. @param first of what was made */
function removeMade(path: string, first: string): void {
  rmSync(path, { recursive: true, force: true });
  for (let folder = dirname(path); folder.length >= first.length; folder = dirname(folder)) {
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}

function isEmptyDirectory(path: string): boolean {
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isDirectory && readdirSync(path).length === 0;
}

/** The nearest that is there. */
function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** @throws CovermainError `OUTPUT_NOT_WRITABLE` for what the file system refuses */
function attempt<Value>(path: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw notWritable(path, error);
  }
}

function notWritable(path: string, cause: unknown): CovermainError {
  return new CovermainError(
    'OUTPUT_NOT_WRITABLE',
    `${path} cannot be written: ${messageOf(cause)}; name one that can by -o`,
    { cause },
  );
}
