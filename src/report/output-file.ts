/** Writes output files that the user names: completely, or not at all. */
import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { randomUUID } from '../platform/crypto.js';
import { CovermainError, messageOf } from '../platform/errors.js';

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
    else replaceFile(stats ? realpathSync(path) : path, text);
  } catch (error) {
    throw new CovermainError(
      'OUTPUT_NOT_WRITABLE',
      `Cannot write ${path}: ${messageOf(error)}. Name a file in an existing directory.`,
      { cause: error },
    );
  }
}

function replaceFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
