/** Creates the directories of private sockets, and finds those that other users can change. */
import {
  createPrivateFile,
  createPrivateSubdirectory,
  findForeignAccess,
  restrictDirectory,
} from '../../platform/private-files.js';
import { type SocketDirectory, socketDirectoriesOf } from './socket-path.js';

/**
 * Creates a directory that only this user can enter. An existing one must belong to this user, and nobody else may have been
 * able to write to it.
 *
 * @throws Error if other users can enter it, or if it cannot be created
 */
export function makePrivate({ path, kind }: SocketDirectory): void {
  createPrivateSubdirectory(path);
  const access = findForeignAccess(path);
  if (access !== undefined) throw new Error(access);
  restrictDirectory(path);
  if (kind === 'project') createUnlessExists(() => createPrivateFile(`${path}.gitignore`, '*\n'));
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
    const access = accessIfExists(path);
    if (access === undefined) return [];
    const remedy = 'Run covermain as the user that it belongs to, or delete it.';
    return [`The directory of private sockets ${path} is not used, because ${access}. ${remedy}`];
  });
}

function accessIfExists(path: string): string | undefined {
  try {
    return findForeignAccess(path);
  } catch {
    return undefined; // it does not exist, or its parent is not accessible
  }
}
