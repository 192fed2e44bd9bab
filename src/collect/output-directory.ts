/** Creates an output directory that is complete or does not exist. */
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
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
import { createPrivateDirectory } from '../platform/private-directories.js';
import { TEMPORARY_PREFIX } from '../platform/private-files.js';

/**
 * Checks that an output directory can be created. Commands call this before long work.
 *
 * @param path absolute
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`
 */
export function requireNoOutput(path: string): void {
  const isFree = mapErrors(path, () => {
    if (lstatSync(path, { throwIfNoEntry: false })) return isEmptyDirectory(path);
    accessSync(nearestDirectory(dirname(path)), constants.W_OK | constants.X_OK);
    return true;
  });
  if (isFree) return;
  throw new CovermainError(
    'OUTPUT_EXISTS',
    `Output ${path} already exists: expected a new or empty directory. Choose another path.`,
  );
}

/**
 * Fills a temporary directory next to the output and renames it when it is complete.
 *
 * @param path absolute
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`; the errors of `fill`. Nothing is left then.
 */
export async function writeOutputDirectory(
  path: string,
  fill: (directory: string) => Promise<void>,
): Promise<void> {
  requireNoOutput(path);
  // The path may be a link to an empty directory.
  const target = existsSync(path) ? realpathSync(path) : path;
  const temporary = join(dirname(target), `${TEMPORARY_PREFIX}${basename(target)}.${randomUUID()}`);
  const firstCreated = mapErrors(path, () => createPrivateDirectory(temporary));
  try {
    await fill(temporary);
    mapErrors(path, () => replace(temporary, target));
  } catch (error) {
    removeCreated(temporary, firstCreated ?? temporary);
    const isWriteError = error instanceof CovermainError && error.code === 'DIRECTORY_NOT_WRITABLE';
    throw isWriteError ? notWritable(path, error.cause) : error;
  }
}

function replace(from: string, to: string): void {
  // Not every system replaces an empty directory on rename.
  if (existsSync(to)) rmdirSync(to);
  renameSync(from, to);
}

/**
 * Removes a directory and the parents that were created for it, unless they are in use.
 *
 * @param first created parent
 */
function removeCreated(path: string, first: string): void {
  rmSync(path, { recursive: true, force: true });
  for (let parent = dirname(path); parent.length >= first.length; parent = dirname(parent)) {
    if (readdirSync(parent).length > 0) return;
    rmdirSync(parent);
  }
}

function isEmptyDirectory(path: string): boolean {
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isDirectory && readdirSync(path).length === 0;
}

/** Returns the nearest existing path: the given one or the closest parent. */
function nearestDirectory(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestDirectory(dirname(path));
}

/** Converts errors of the file system. @throws CovermainError `OUTPUT_NOT_WRITABLE` */
function mapErrors<Value>(path: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw notWritable(path, error);
  }
}

function notWritable(path: string, cause: unknown): CovermainError {
  return new CovermainError(
    'OUTPUT_NOT_WRITABLE',
    `Cannot write ${path}: ${messageOf(cause)}. Choose a writable path with -o.`,
    { cause },
  );
}
