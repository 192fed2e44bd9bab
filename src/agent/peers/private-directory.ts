/** Creates the directories of private sockets. */
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { isOwnDirectory, type SocketDirectory } from './socket-path.js';

/** Mode that gives access to the owner only. */
const OWNER_ONLY = 0o700;

/**
 * Creates a directory that only this user can enter. An existing one must belong to this user.
 *
 * @throws Error if other users can enter it, or if it cannot be created
 */
export function makePrivate({ path, kind }: SocketDirectory): void {
  createUnlessExists(() => mkdirSync(path, { mode: OWNER_ONLY }));
  if (!isOwnDirectory(path)) throw new Error('its parent is not a directory of this user');
  chmodSync(path, OWNER_ONLY);
  // Some file systems accept the mode and ignore it.
  if ((statSync(path).mode & 0o077) !== 0) throw new Error('other users can enter its directory');
  if (kind === 'project') createUnlessExists(() => writeFileSync(`${path}.gitignore`, '*\n', { flag: 'wx' }));
}

/** Runs a function that creates a file or directory, unless it exists. */
function createUnlessExists(create: () => void): void {
  try {
    create();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
