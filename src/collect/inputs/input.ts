/** What profiles may come as: each input on a command line is one of these. */
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { GO_TEXT_START } from '../../interchange/from-go-text.js';
import { CovermainError } from '../../platform/errors.js';
import { TEMPORARY_PREFIX } from '../../platform/write-atomically.js';
import { ARCHIVE_MAGIC, COUNTERS_PREFIX, META_PREFIX } from '../../profile/format/constants.js';
import { nycOutputOf } from '../../profile/store/directory-layout.js';

export interface Input {
  /**
   * `profile`: a profile directory. `archive`: such as one as a file. `istanbul`: Istanbul's JSON, in a file or in all
   * `.json` files of a folder such as `.nyc_output`. `text`: a file of Go's text format.
   */
  readonly kind: 'profile' | 'archive' | 'istanbul' | 'text';
  /** Absolute. */
  readonly path: string;
  /** Of a directory the names of what is read in it, in their order; of a file none. */
  readonly names: readonly string[];
}

/**
 * @param path absolute
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_EMPTY`; the error of `readdir` or `open`, or one in its place
 */
export function findInput(path: string): Input {
  const stat = statOf(path);
  if (!stat) {
    throw new CovermainError(
      'INPUT_NOT_FOUND',
      `${path} is not there: expected a profile directory, a folder such as .nyc_output, a file of Istanbul's JSON, or one of Go's text format`,
    );
  }
  if (stat.isDirectory()) return requireInDirectory(path);
  // A pipe can be read only once, and some devices have no end.
  if (!stat.isFile()) throw new Error('it is neither a file nor a directory: save what comes from it first');
  return { kind: kindOfFile(path), path, names: [] };
}

/** Whether a directory has the name under which one is filled: whoever did so was killed, or is about it. */
export function isHalfWritten(path: string): boolean {
  return basename(path).startsWith(TEMPORARY_PREFIX) && /\.[0-9a-f-]{36}$/.test(path);
}

function requireInDirectory(path: string): Input {
  if (isHalfWritten(path)) {
    const what = `${path} is half a profile directory, of a command that was killed or goes on`;
    throw new CovermainError('INPUT_EMPTY', `${what}: expected a whole one; if it was killed, remove it`);
  }
  const input = findInDirectory(path);
  if (input) return input;
  const below = listNames(path).filter((name) => findInDirectory(join(path, name)));
  const remedy =
    below.length > 0
      ? `name those that are in it, as in ${join(path, below.at(-1) ?? '')}`
      : 'was anything measured? `covermain doctor` tells why not';
  throw new CovermainError('INPUT_EMPTY', `${path} holds no profile: ${remedy}`);
}

/** @param path absolute @returns `undefined` where it is no directory, or holds nothing that is read */
export function findInDirectory(path: string): Input | undefined {
  const names = listNames(path);
  const ours = names.filter(isProfileFile);
  if (ours.length > 0) return { kind: 'profile', path, names: ours };
  // The engine `nyc` has nyc write its counts, in a folder of the profile directory.
  for (const folder of [path, nycOutputOf(path)]) {
    const files = listNames(folder).filter((name) => name.endsWith('.json') && isFile(join(folder, name)));
    if (files.length > 0) return { kind: 'istanbul', path: folder, names: files };
  }
  return undefined;
}

/**
 * What the engine `nyc` counted in a profile directory where the engine `probe` did, in another run. nyc writes what the
 * latter counts, too, but that is of processes that have counters there.
 */
export function findNycInputs({ kind, path, names }: Input): readonly Input[] {
  if (kind !== 'profile') return [];
  const pids = new Set(
    names.filter((name) => name.startsWith(COUNTERS_PREFIX)).map((name) => name.split('.')[2]),
  );
  const folder = nycOutputOf(path);
  const files = listNames(folder).filter(
    (name) => name.endsWith('.json') && isFile(join(folder, name)) && !pids.has(pidOf(folder, name)),
  );
  return files.length > 0 ? [{ kind: 'istanbul', path: folder, names: files }] : [];
}

/** Empty where nyc does not tell: that is of no process, or whoever reads the file names it. */
function pidOf(folder: string, name: string): string {
  try {
    return String(JSON.parse(readFileSync(join(folder, 'processinfo', name), 'utf8')).pid);
  } catch {
    return '';
  }
}

/** Whether there is anything in it that a profile is made of. */
export function isProfileDirectory(path: string): boolean {
  return listNames(path).some(isProfileFile);
}

function isProfileFile(name: string): boolean {
  return name.startsWith(META_PREFIX) || name.startsWith(COUNTERS_PREFIX);
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() === true;
}

/** Of what is in a directory, in their order; none of what is no directory. @param path absolute */
export function listNames(path: string): readonly string[] {
  return statOf(path)?.isDirectory() ? readdirSync(path).sort() : [];
}

/** `undefined` where nothing is, also where what should be a folder above it is a file. */
function statOf(path: string): Stats | undefined {
  return existsSync(path) ? statSync(path) : undefined;
}

function kindOfFile(path: string): Input['kind'] {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(ARCHIVE_MAGIC.length);
    readSync(file, start);
    const text = start.toString('latin1');
    if (text.startsWith(GO_TEXT_START)) return 'text';
    return text === ARCHIVE_MAGIC ? 'archive' : 'istanbul';
  } finally {
    closeSync(file);
  }
}
