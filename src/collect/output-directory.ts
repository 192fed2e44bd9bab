/** A profile directory that is there whole or not at all. */
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CovermainError, messageOf } from '../errors.js';
import { randomUUID } from '../node-crypto.js';
import { TEMPORARY_PREFIX } from '../profile/format.js';

/**
 * Looks whether a directory can be made, before the long work whose result goes there.
 *
 * @param path absolute
 * @throws CovermainError `OUTPUT_EXISTS`
 */
export function requireNoOutput(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat || (stat.isDirectory() && readdirSync(path).length === 0)) return;
  throw new CovermainError(
    'OUTPUT_EXISTS',
    `${path} is there already: expected a directory that is not there yet, or is empty; name another one, or remove it`,
  );
}

/**
 * Has a directory filled under another name, beside its own, and renames it.
 *
 * @param path absolute
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`; whatever `fill` throws, and then nothing is left
 */
export function writeOutputDirectory(path: string, fill: (directory: string) => void): void {
  requireNoOutput(path);
  const temporary = join(dirname(path), `${TEMPORARY_PREFIX}${basename(path)}.${randomUUID()}`);
  try {
    mkdirSync(temporary, { recursive: true });
    fill(temporary);
    // Not everywhere does a rename replace a directory that is empty.
    if (statSync(path, { throwIfNoEntry: false })) rmdirSync(path);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    if (error instanceof CovermainError) throw error;
    throw new CovermainError(
      'OUTPUT_NOT_WRITABLE',
      `${path} cannot be written: ${messageOf(error)}; name one that can by -o`,
      { cause: error },
    );
  }
}
