/** Writes output files that the user names: completely, or not at all. */
import { lstatSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { CovermainError, messageOf } from '../platform/errors.js';
import { isOwnOrRoot } from '../platform/owners.js';
import { writeAtomically } from '../platform/write-atomically.js';

/**
 * Writes a file, in place of an existing one. Follows links of this user and of root, such as /dev/stdout. A link of another
 * user, who may have put it into /tmp, could lead to any file: the file replaces the link, or the system refuses that.
 *
 * @param path absolute path
 * @throws CovermainError `OUTPUT_NOT_WRITABLE`
 */
export function writeOutput(path: string, text: string): void {
  try {
    const stats = isForeignLink(path) ? undefined : statSync(path, { throwIfNoEntry: false });
    // A pipe or a device such as /dev/null must not be replaced by a file.
    if (stats && !stats.isFile()) writeFileSync(path, text);
    else writeAtomically(stats ? realpathSync(path) : path, text, { isPublic: true });
  } catch (error) {
    throw new CovermainError(
      'OUTPUT_NOT_WRITABLE',
      `Cannot write ${path}: ${messageOf(error)}. Name a file in an existing directory.`,
      { cause: error },
    );
  }
}

function isForeignLink(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isSymbolicLink() === true && !isOwnOrRoot(stats);
}
