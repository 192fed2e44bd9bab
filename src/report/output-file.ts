/** Writes output files that the user names: completely, or not at all. */
import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { CovermainError, messageOf } from '../platform/errors.js';
import { writeAtomically } from '../platform/write-atomically.js';

/**
 * Writes a file, in place of an existing one.
 *
 * @param path absolute path
 * @throws CovermainError `OUTPUT_NOT_WRITABLE`
 */
export function writeOutput(path: string, text: string): void {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
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
