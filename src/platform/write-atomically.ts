/** Writes a file so that readers see either the old content or the complete new content. */
import { renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createPrivateFile, temporaryPathIn } from './private-files.js';

export interface WriteOptions {
  /** Whether the umask decides who can read the file, as for reports. Otherwise only its owner can. @default false */
  readonly isPublic?: boolean;
}

/**
 * Writes to a temporary file in the same directory and renames it to `path`, replacing a file or link that exists.
 *
 * The process may be killed at any moment, and other processes may read the directory meanwhile. A rename within one
 * directory shows them the old file or the new one, never half of it. The temporary name is random because containers
 * that share a volume can have equal pids, and because other users must not guess it.
 *
 * @param path absolute
 * @throws the error of `open`, `write` or `rename`; the temporary file is removed where possible
 */
export function writeAtomically(
  path: string,
  content: string | Uint8Array,
  { isPublic = false }: WriteOptions = {},
): void {
  const temporary = temporaryPathIn(dirname(path));
  try {
    if (isPublic) writeFileSync(temporary, content, { flag: 'wx' });
    else createPrivateFile(temporary, content);
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
