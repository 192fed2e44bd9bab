/** What profiles may come as: each input on a command line is one of these. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CovermainError } from '../errors.js';
import { nycOutputOf } from '../profile/directory.js';
import { ARCHIVE_MAGIC, COUNTERS_PREFIX, META_PREFIX } from '../profile/format.js';

export interface Input {
  /**
   * `profile`: a profile directory. `archive`: such as one as a file. `istanbul`: Istanbul's JSON, in a file or in all
   * `.json` files of a folder such as `.nyc_output`.
   */
  readonly kind: 'profile' | 'archive' | 'istanbul';
  /** Absolute. */
  readonly path: string;
  /** Of a directory the names of what is read in it, in their order; of a file none. */
  readonly names: readonly string[];
}

/**
 * @param path absolute
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`
 */
export function findInput(path: string): Input {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) {
    throw new CovermainError(
      'INPUT_NOT_FOUND',
      `${path} is not there: expected a profile directory, a folder such as .nyc_output, or a file of Istanbul's JSON`,
    );
  }
  return stat.isDirectory() ? findInDirectory(path) : { kind: kindOfFile(path), path, names: [] };
}

function findInDirectory(path: string): Input {
  const names = readdirSync(path).sort();
  const ours = names.filter((name) =>
    [COUNTERS_PREFIX, META_PREFIX].some((prefix) => name.startsWith(prefix)),
  );
  if (ours.length > 0) return { kind: 'profile', path, names: ours };
  // The engine `nyc` has nyc write its counts, in a folder of the profile directory.
  const folder = names.includes('nyc') ? nycOutputOf(path) : path;
  const json = folder === path ? names : readdirSync(folder).sort();
  const files = json.filter((name) => name.endsWith('.json') && statSync(join(folder, name)).isFile());
  if (files.length > 0) return { kind: 'istanbul', path: folder, names: files };
  const below = names.filter((name) => isProfileDirectory(join(path, name)));
  const remedy =
    below.length > 0
      ? `name those that are in it, as in ${join(path, below.at(-1) ?? '')}`
      : 'was anything measured? `covermain doctor` tells why not';
  throw new CovermainError('INPUT_EMPTY', `${path} holds no profile: ${remedy}`);
}

/** Whether there is anything in it that a profile is made of. */
export function isProfileDirectory(path: string): boolean {
  try {
    return readdirSync(path).some((name) => name.startsWith(META_PREFIX) || name.startsWith(COUNTERS_PREFIX));
  } catch {
    return false; // no directory, or none of ours
  }
}

function kindOfFile(path: string): Input['kind'] {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(ARCHIVE_MAGIC.length);
    readSync(file, start);
    return start.toString('latin1') === ARCHIVE_MAGIC ? 'archive' : 'istanbul';
  } finally {
    closeSync(file);
  }
}
