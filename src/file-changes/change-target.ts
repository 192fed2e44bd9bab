/** Finds the file that a change writes to, and refuses files that must not be changed. */
import { accessSync, constants, lstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CovermainError, messageOf } from '../platform/errors.js';
import { isBelow } from '../platform/is-below.js';
import { MAX_DATA_BYTES, readRegularFile } from '../platform/regular-files.js';
import { equalBytes, type FileChange } from './file-change.js';

/** Where a change is written. */
export interface ChangeTarget {
  /** Absolute path without symbolic links. */
  readonly path: string;
  /** Facts about the existing file; `undefined` if the change creates it. */
  readonly stats: Stats | undefined;
}

/**
 * Returns where a change is written: the file itself, or the file that a symbolic link leads to.
 *
 * @param root absolute path of the directory that contains all files that may be changed
 * @throws CovermainError `FILE_NOT_EDITABLE` if a link leads out of the root or nowhere, or the file is read-only or not a
 *   regular file; `FILE_CHANGED` if its content is not `before`
 */
export function findChangeTarget({ path: given, before }: FileChange, root: string): ChangeTarget {
  const path = resolveLinks(given);
  if (!isBelow(realpathSync(root), path))
    throw notEditable(given, `it is outside of ${root}`, 'Name a file of the project');
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats) requireWritableFile(given, path, stats);
  requireContent(given, path, before);
  return { path, stats };
}

/** Returns a path without symbolic links. The end of the path may not exist. */
function resolveLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw notEditable(path, messageOf(error), 'Check the path');
    if (lstatSync(path, { throwIfNoEntry: false }))
      throw notEditable(path, 'it is a symbolic link that leads nowhere', 'Delete the link');
    return join(resolveLinks(dirname(path)), basename(path));
  }
}

/**
 * Refuses a file that its user has protected, although renaming another file over it would work.
 *
 * @param given path that the user knows
 * @throws CovermainError `FILE_NOT_EDITABLE`
 */
export function requireWritableFile(given: string, path: string, stats: Stats): void {
  if (!stats.isFile()) throw notEditable(given, 'it is not a regular file', 'Name a regular file');
  if (!isWritable(path, stats)) throw notEditable(given, 'it is read-only', 'Make it writable');
}

/** Root can write everything, so the mode decides, too. */
function isWritable(path: string, { mode }: Stats): boolean {
  try {
    accessSync(path, constants.W_OK);
  } catch {
    return false;
  }
  return (mode & 0o222) !== 0;
}

/**
 * Checks that nobody has changed a file since a change was planned.
 *
 * @param given path that the user knows
 * @throws CovermainError `FILE_CHANGED`
 */
export function requireContent(given: string, path: string, before: Uint8Array | undefined): void {
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  const isSame =
    isThere && before ? equalBytes(readRegularFile(path, MAX_DATA_BYTES), before) : !isThere && !before;
  if (isSame) return;
  const change = before ? (isThere ? 'its content has changed' : 'it was deleted') : 'it was created';
  throw new CovermainError(
    'FILE_CHANGED',
    `Cannot change ${given}: ${change} while covermain was working. No file was changed. Run the command again.`,
  );
}

/** Returns an error for a file that a command must not change. @param remedy imperative, without a period */
export function notEditable(path: string, reason: string, remedy: string): CovermainError {
  return new CovermainError(
    'FILE_NOT_EDITABLE',
    `Cannot change ${path}: ${reason}. No file was changed. ${remedy}.`,
  );
}
