/** Writes a file so that readers see either the old content or the complete new content. */
import { renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomUUID } from './crypto.js';

/** Start of the name of a file or directory that is still being written. Readers of profile directories ignore it. */
export const TEMPORARY_PREFIX = 'tmp.';

/**
 * Writes to a temporary file in the same directory and renames it to `path`, replacing a file that exists.
 *
 * The process may be killed at any moment, and other processes may read the directory meanwhile. A rename within one
 * directory shows them the old file or the new one, never half of it. The temporary name is random because containers
 * that share a volume can have equal pids.
 *
 * @param path absolute
 * @throws the error of `writeFile` or `rename`; the temporary file is removed where possible
 */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  const temporary = join(dirname(path), `${TEMPORARY_PREFIX}${randomUUID()}`);
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    removeIfPossible(temporary);
    throw error;
  }
}

function removeIfPossible(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It was never created or cannot be removed. Readers ignore it, and the first error explains more than this one.
  }
}
