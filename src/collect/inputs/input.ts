/** Identifies the kinds of inputs that commands accept. */
import { closeSync, existsSync, readdirSync, readSync, type Stats, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { GO_TEXT_START } from '../../interchange/go-blocks.js';
import { CovermainError } from '../../platform/errors.js';
import { TEMPORARY_PREFIX } from '../../platform/private-files.js';
import { readDataText } from '../../platform/read-text-file.js';
import { openRegularFile } from '../../platform/regular-files.js';
import { ARCHIVE_MAGIC, COUNTERS_PREFIX, META_PREFIX } from '../../profile/format/constants.js';
import { COLLECTION_MANIFEST, nycOutputOf } from '../../profile/store/directory-layout.js';
import { adviseLateHooks } from './advise-late-hooks.js';

export interface Input {
  /**
   * `profile`: a profile directory. `archive`: a file that contains one. `istanbul`: Istanbul JSON, either one file
   * or all `.json` files of a directory such as `.nyc_output`. `text`: a file in Go's text format.
   */
  readonly kind: 'profile' | 'archive' | 'istanbul' | 'text';
  /** Absolute path of the file or directory. */
  readonly path: string;
  /** Sorted names of the files to read in a directory; empty for a file. */
  readonly names: readonly string[];
}

/**
 * Identifies the input at a path.
 *
 * @param path absolute
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`; the error of `readdir` or `open`; Error for special files
 */
export function findInput(path: string): Input {
  const stat = statOf(path);
  if (!stat) {
    throw new CovermainError(
      'INPUT_NOT_FOUND',
      `Input not found: ${path}. Expected a profile directory, a directory such as .nyc_output, an Istanbul JSON file, or a file in Go's text format.`,
    );
  }
  if (stat.isDirectory()) return requireInDirectory(path);
  // A pipe can be read only once, and some devices never end.
  if (!stat.isFile()) throw new Error('not a regular file or directory (save its output to a file first)');
  return { kind: kindOfFile(path), path, names: [] };
}

/** Whether a directory has a temporary name: a command is still filling it or was killed. */
export function isHalfWritten(path: string): boolean {
  return basename(path).startsWith(TEMPORARY_PREFIX) && /\.[0-9a-f-]{36}$/.test(path);
}

function requireInDirectory(path: string): Input {
  if (isHalfWritten(path)) {
    throw new CovermainError(
      'INPUT_EMPTY',
      `Incomplete profile directory ${path}: a command is still writing it or was killed. Delete it if it was killed.`,
    );
  }
  const input = findInDirectory(path);
  if (input) return input;
  const below = listNames(path).filter((name) => findInDirectory(join(path, name)));
  const remedy =
    below.length > 0
      ? `Name a profile directory in it, such as ${join(path, below.at(-1) ?? '')}.`
      : (adviseLateHooks([path]) ?? 'Run `covermain doctor` to find out why nothing was measured.');
  throw new CovermainError('INPUT_EMPTY', `No profile found in ${path}. ${remedy}`);
}

/**
 * Returns the input in a directory, or `undefined` if it is not a directory or has no files to read.
 *
 * @param path absolute
 */
export function findInDirectory(path: string): Input | undefined {
  const names = listNames(path);
  const profileFiles = names.filter(isProfileFile);
  if (profileFiles.length > 0) return { kind: 'profile', path, names: profileFiles };
  // With the engine `nyc`, nyc writes its counts to a subdirectory of the profile directory.
  for (const directory of [path, nycOutputOf(path)]) {
    const files = listJsonFiles(directory);
    if (files.length > 0) return { kind: 'istanbul', path: directory, names: files };
  }
  return undefined;
}

/**
 * Returns coverage of the engine `nyc` in a profile directory that also has profiles of the engine `probe`, from
 * another run. nyc also writes the counts of the engine `probe`; files of processes with counters are left out, to
 * count them once.
 */
export function findNycInputs({ kind, path, names }: Input): readonly Input[] {
  if (kind !== 'profile') return [];
  const pids = new Set(
    names.filter((name) => name.startsWith(COUNTERS_PREFIX)).map((name) => name.split('.')[2]),
  );
  const directory = nycOutputOf(path);
  const files = listJsonFiles(directory).filter((name) => !pids.has(pidOf(directory, name)));
  return files.length > 0 ? [{ kind: 'istanbul', path: directory, names: files }] : [];
}

function listJsonFiles(directory: string): readonly string[] {
  return listNames(directory).filter(
    (name) => name.endsWith('.json') && name !== COLLECTION_MANIFEST && isFile(join(directory, name)),
  );
}

/**
 * Returns the pid that nyc recorded for a file; empty if there is none. Reading the coverage later reports damage.
 */
function pidOf(directory: string, name: string): string {
  try {
    return String(JSON.parse(readDataText(join(directory, 'processinfo', name))).pid);
  } catch {
    return '';
  }
}

/** Whether a directory contains profile files. */
export function isProfileDirectory(path: string): boolean {
  return listNames(path).some(isProfileFile);
}

function isProfileFile(name: string): boolean {
  return name.startsWith(META_PREFIX) || name.startsWith(COUNTERS_PREFIX);
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

/** Returns the sorted names in a directory; empty if `path` is not a directory. @param path absolute */
export function listNames(path: string): readonly string[] {
  return statOf(path)?.isDirectory() ? readdirSync(path).sort() : [];
}

/** Returns `undefined` if nothing exists at the path, also if a file is in the position of a parent directory. */
function statOf(path: string): Stats | undefined {
  return existsSync(path) ? statSync(path) : undefined;
}

function kindOfFile(path: string): Input['kind'] {
  const { descriptor } = openRegularFile(path);
  try {
    const start = Buffer.alloc(ARCHIVE_MAGIC.length);
    readSync(descriptor, start);
    const text = start.toString('latin1');
    if (text.startsWith(GO_TEXT_START)) return 'text';
    return text === ARCHIVE_MAGIC ? 'archive' : 'istanbul';
  } finally {
    closeSync(descriptor);
  }
}
