/**
 * Finds out whether other users can change files and directories. Modes and owners prove nothing on a file system that
 * ignores them, and only a new file shows whether it does. So functions that only read create none: they rely on the files
 * that this process has created.
 */
import { lstatSync, type Stats, statSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatMode, HAS_MODES, ignoresModes, letsEverybodyWrite, letsOthersWrite } from './file-modes.js';
import { describeOwner, isOwn, isOwnOrRoot } from './owners.js';
import { createPrivateFile, temporaryPathIn } from './private-files.js';

export interface AccessOptions {
  /** Whether to examine the target of a symbolic link. Otherwise a link counts as changed by others. @default false */
  readonly followsLinks?: boolean;
  /**
   * Whether this process writes to the directory. Then a temporary file may be created there, to find out whether the file
   * system ignores modes. @default false
   */
  readonly isOutput?: boolean;
}

/** Descriptions of a directory that is not used because other users can change it. */
export interface SharedDirectoryText {
  /** A sentence that names the directory and the reason. */
  readonly found: string;
  /** A sentence that tells the user how to change it. */
  readonly remedy: string;
}

/** Whether only this user can change a directory: see `findForeignAccess`. False if there is none. */
export function isPrivateDirectory(path: string): boolean {
  const isThere = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  return isThere && findForeignAccess(path) === undefined;
}

/**
 * Returns why others can change the content of a directory, such as "others can write to it (mode 0777)"; `undefined` if
 * only this user can.
 *
 * Parents are not checked. A user who can write to a parent can replace the directory, but only by one that belongs to
 * them or by a link: so the ownership of the directory proves where its content is from.
 *
 * @param path absolute
 * @returns `undefined` also on a file system that is known to ignore modes or owners
 * @throws the error of `stat`
 */
export function findForeignAccess(
  path: string,
  { followsLinks = false, isOutput = false }: AccessOptions = {},
): string | undefined {
  // With a trailing separator, `lstat` follows a link.
  const stats = followsLinks ? statSync(path) : lstatSync(path.replace(/(?<=.)\/+$/, ''));
  if (stats.isSymbolicLink()) return 'it is a symbolic link';
  if (!stats.isDirectory()) return 'it is not a directory';
  const access = describeForeignAccess(stats);
  return access === undefined || provesNothing(stats, path, isOutput) ? undefined : access;
}

/** Returns the same as `findForeignAccess`; `undefined` also if the directory does not exist or cannot be examined. */
export function findForeignAccessIfExists(path: string, options?: AccessOptions): string | undefined {
  try {
    return findForeignAccess(path, options);
  } catch {
    return undefined; // it does not exist, or its parent is not accessible
  }
}

/** Returns why others can change a file or directory, according to its owner and mode; `undefined` if only this user can. */
export function describeForeignAccess(stats: Stats): string | undefined {
  if (!HAS_MODES) return undefined;
  if (!isOwn(stats)) return `it belongs to ${describeOwner(stats)}`;
  return letsOthersWrite(stats) ? `others can write to it (mode ${formatMode(stats)})` : undefined;
}

/**
 * Returns why a file must not be obeyed, as a clause, or `undefined`. Requests in a journal end a run, and a run log names
 * processes that get signals, so this user or root must have created them. Another user needs no file to have the rights of
 * root.
 *
 * @param path absolute
 */
export function findForeignOwner(
  path: string,
  stats: Stats,
  { isOutput = false }: Pick<AccessOptions, 'isOutput'> = {},
): string | undefined {
  if (isOwnOrRoot(stats) || provesNothing(stats, dirname(path), isOutput)) return undefined;
  return `it belongs to ${describeOwner(stats)}`;
}

/**
 * Returns why a file must not be executed, as a clause, or `undefined`: this user, root or the owner of the project must have
 * written it. The members of a group may write to it, because many systems give each user a group of their own, and write
 * access to it.
 *
 * @param path absolute
 * @param directory that contains the file; its owner is that of the project
 */
export function findForeignWriter(path: string, stats: Stats, directory: Stats): string | undefined {
  const writer = describeWriter(stats, directory);
  return writer === undefined || provesNothing(stats, dirname(path), true) ? undefined : writer;
}

function describeWriter(stats: Stats, directory: Stats): string | undefined {
  if (!HAS_MODES) return undefined;
  if (!isOwnOrRoot(stats) && stats.uid !== directory.uid) return `it belongs to ${describeOwner(stats)}`;
  return letsEverybodyWrite(stats) ? `everybody can write to it (mode ${formatMode(stats)})` : undefined;
}

/** Whether owners and modes prove nothing, because the file system of a directory ignores them. */
function provesNothing(stats: Stats, directory: string, isOutput: boolean): boolean {
  if (isOutput && ignoresModes(stats) === undefined) createTemporaryFile(directory);
  return ignoresModes(stats) === true;
}

/** Lets `ignoresModes` know the file system of a directory. */
function createTemporaryFile(directory: string): void {
  const path = temporaryPathIn(directory);
  try {
    createPrivateFile(path, '');
    unlinkSync(path);
  } catch {
    // Not writable: the file system is taken for one with modes, so the directory is refused.
  }
}
