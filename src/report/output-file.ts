/** A file that somebody asked for by its name: written whole, or not at all. */
import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { CovermainError, messageOf } from '../platform/errors.js';
import { writeAtomically } from '../platform/write-atomically.js';

/**
 * Takes the place of a file that is there.
 *
 * @param path absolute
 * @throws CovermainError `OUTPUT_NOT_WRITABLE`
 */
export function writeOutput(path: string, text: string): void {
  try {
    const isThere = statSync(path, { throwIfNoEntry: false });
    // What is no file, such as a pipe or /dev/null, must not be replaced by one.
    if (isThere && !isThere.isFile()) writeFileSync(path, text);
    else writeAtomically(isThere ? realpathSync(path) : path, text);
  } catch (error) {
    throw new CovermainError(
      'OUTPUT_NOT_WRITABLE',
      `${path} cannot be written: ${messageOf(error)}; name another file, in a folder that is there`,
      { cause: error },
    );
  }
}
