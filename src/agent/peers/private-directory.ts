/** Creates the directories of private sockets, and finds those that other users can change. */
import { rmdirSync } from 'node:fs';
import {
  findForeignAccess,
  findForeignAccessIfExists,
  type SharedDirectoryText,
} from '../../platform/foreign-access.js';
import { createPrivateSubdirectory, restrictDirectory } from '../../platform/private-directories.js';
import { createPrivateFile } from '../../platform/private-files.js';
import { type SocketDirectory, socketDirectoriesOf } from './socket-path.js';

/**
 * Creates a directory that only this user can enter. An existing one must belong to this user, and nobody else may have been
 * able to write to it.
 *
 * @throws Error if other users can enter it, or if it cannot be created
 */
export function makePrivate({ path, kind }: SocketDirectory): void {
  const isNew = createPrivateSubdirectory(path);
  try {
    const access = findForeignAccess(path);
    if (access !== undefined) throw new Error(access);
    restrictDirectory(path);
  } catch (error) {
    // The file system ignores modes. Later commands would warn of this directory, which nobody uses.
    if (isNew) removeIfEmpty(path);
    throw error;
  }
  if (kind === 'project') createUnlessExists(() => createPrivateFile(`${path}.gitignore`, '*\n'));
}

function removeIfEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // another process has written a file into it, or has removed it
  }
}

/** Runs a function that creates a file, unless it exists. */
function createUnlessExists(create: () => void): void {
  try {
    create();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Returns a warning for each directory of sockets that is not used because of other users. @param root path of a project */
export function findSharedSocketDirectories(root: string): readonly string[] {
  const directories = socketDirectoriesOf(root).filter(({ kind }) => kind !== 'pipes');
  return directories.flatMap(({ path }) => {
    const access = findForeignAccessIfExists(path);
    if (access === undefined) return [];
    const { found, remedy } = describeSharedSockets(path, access);
    return [`${found} ${remedy}`];
  });
}

/** @param access why other users can change the directory, as a clause */
export function describeSharedSockets(path: string, access: string): SharedDirectoryText {
  return {
    found: `The directory of private sockets ${path} is not used, because ${access}.`,
    remedy: 'Run covermain as the user that it belongs to, or delete it.',
  };
}
