/** Creates directories that only this user can enter, whatever the umask, and takes access from other users. */
import {
  chmodSync,
  closeSync,
  constants,
  type Dirent,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from './errors.js';
import { HAS_MODES, ignoresModes, letsOthersAccess, OWNER_DIRECTORY, OWNER_FILE } from './file-modes.js';
import { O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } from './open-flags.js';
import { openRegularFile } from './regular-files.js';

/**
 * Creates a directory and its missing parents, each with mode 0700. Existing directories keep their modes.
 *
 * @param path absolute
 * @returns path of the first directory that was created, or `undefined` if all existed
 * @throws the error of `mkdir`
 */
export function createPrivateDirectory(path: string): string | undefined {
  try {
    return createPrivateSubdirectory(path) ? path : undefined;
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw error;
    // Not `recursive`: with a umask such as 0777, this process cannot enter the parent until its mode is changed.
    const firstCreated = createPrivateDirectory(parent);
    return createPrivateSubdirectory(path) ? (firstCreated ?? path) : firstCreated;
  }
}

/**
 * Creates a directory with mode 0700 in an existing one.
 *
 * @returns false if the directory, or a link to one, exists
 * @throws the error of `mkdir`
 */
export function createPrivateSubdirectory(path: string): boolean {
  try {
    mkdirSync(path, { mode: OWNER_DIRECTORY });
  } catch (error) {
    // The code depends on the system: for the root directory, it may be EISDIR or EPERM.
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return false;
    throw error;
  }
  // A umask only removes rights, so others have none. It may have removed the owner's.
  const isIncomplete = HAS_MODES && (lstatSync(path).mode & OWNER_DIRECTORY) !== OWNER_DIRECTORY;
  if (isIncomplete) chmodSync(path, OWNER_DIRECTORY);
  return true;
}

/**
 * Takes all access to a directory from other users. Follows no link.
 *
 * @throws Error if they keep it, because some file systems accept a mode and ignore it; the error of `open`
 */
export function restrictDirectory(path: string): void {
  // With a trailing separator, `open` follows a link.
  const name = path.replace(/(?<=.)\/+$/, '');
  restrict(openSync(name, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_DIRECTORY), OWNER_DIRECTORY);
}

/** Sets the mode of an open file or directory, and closes it. */
function restrict(descriptor: number, mode: number): void {
  try {
    fchmodSync(descriptor, mode);
    if (letsOthersAccess(fstatSync(descriptor))) throw new Error('other users keep their access');
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Takes all access from other users to the files and directories that another program has written below a directory. Follows
 * no links. Changes nothing on a file system that is known to ignore modes.
 *
 * @returns a description of each file or directory that could not be changed: its path, and the reason in parentheses
 */
export function restrictTree(directory: string): readonly string[] {
  if (!HAS_MODES) return [];
  let entries: readonly Dirent[];
  try {
    if (ignoresModes(lstatSync(directory)) === true) return [];
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    return describeFailure(directory, error);
  }
  return entries.flatMap((entry) => {
    const path = join(directory, entry.name);
    try {
      if (entry.isFile()) restrict(openRegularFile(path, { followsLinks: false }).descriptor, OWNER_FILE);
      if (!entry.isDirectory()) return [];
      restrictDirectory(path);
    } catch (error) {
      return describeFailure(path, error);
    }
    return restrictTree(path);
  });
}

/** Returns nothing for a file that was removed meanwhile. */
function describeFailure(path: string, error: unknown): readonly string[] {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : [`${path} (${messageOf(error)})`];
}
