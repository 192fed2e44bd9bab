/** Opens files to which several processes of this user append. */
import { closeSync, constants, fchmodSync, fstatSync, openSync, type Stats } from 'node:fs';
import { HAS_MODES, ignoresModes, OWNER_FILE } from './file-modes.js';
import { O_NOFOLLOW, O_NONBLOCK } from './open-flags.js';
import { describeOwner, isOwn, isRoot } from './owners.js';

/**
 * Opens a file to append to it, and creates it with mode 0600. An existing file becomes accessible to its owner only.
 * Links are not followed, because another user may have put them there: the text would go to a file of their choice.
 *
 * @returns its descriptor
 * @throws the error of `open`, such as `ELOOP` for a symbolic link; Error if it is not a file of this user alone
 */
export function openPrivateLog(path: string): number {
  const { O_WRONLY, O_APPEND, O_CREAT } = constants;
  const descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, OWNER_FILE);
  try {
    const stats = fstatSync(descriptor);
    const defect = findLogDefect(stats);
    if (defect !== undefined) throw new Error(`${path} ${defect}`);
    if (HAS_MODES && (stats.mode & 0o777) !== OWNER_FILE && isOwn(stats)) restrictIfPossible(descriptor);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function findLogDefect(stats: Stats): string | undefined {
  if (!stats.isFile()) return 'is not a file';
  if (stats.nlink > 1) return 'has a second name, so it may be a file of another program';
  // A child of the run may be root. It may append to the log of the user who started the run.
  const isAllowed = isOwn(stats) || isRoot() || ignoresModes(stats) === true;
  return isAllowed ? undefined : `belongs to ${describeOwner(stats)}`;
}

/** File systems without modes refuse to change them. */
function restrictIfPossible(descriptor: number): void {
  try {
    fchmodSync(descriptor, OWNER_FILE);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
  }
}
