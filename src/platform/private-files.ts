/** Creates files that only this user can read and write, whatever the umask. */
import { closeSync, constants, fchmodSync, fstatSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examineNewFile, HAS_MODES, OWNER_FILE } from './file-modes.js';
import { createUniqueId } from './unique-id.js';

/** Start of the name of a file or directory that is still being written. Readers of profile directories ignore it. */
export const TEMPORARY_PREFIX = 'tmp.';

/** Returns the path of a temporary file with a name that no other process uses. */
export function temporaryPathIn(directory: string): string {
  return join(directory, `${TEMPORARY_PREFIX}${createUniqueId()}`);
}

/**
 * Writes a new file with mode 0600.
 *
 * @throws the error of `open` or `write`; `EEXIST` if anything has the name, even a link that leads nowhere
 */
export function createPrivateFile(path: string, content: string | Uint8Array): void {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  const descriptor = openSync(path, O_WRONLY | O_CREAT | O_EXCL, OWNER_FILE);
  try {
    const stats = fstatSync(descriptor);
    // The umask may have removed the owner's rights.
    const isIncomplete = HAS_MODES && (stats.mode & OWNER_FILE) !== OWNER_FILE;
    if (isIncomplete) fchmodSync(descriptor, OWNER_FILE);
    examineNewFile(stats);
    writeFileSync(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}
