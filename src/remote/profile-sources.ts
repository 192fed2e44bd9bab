/** Finds the profile directories and archives at a path, and one level below it, as volumes of several containers have them. */
import { closeSync, type Dirent, existsSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CovermainError, messageOf } from '../platform/errors.js';
import { TEMPORARY_PREFIX } from '../platform/private-files.js';
import { openRegularFile } from '../platform/regular-files.js';
import { ARCHIVE_MAGIC, COUNTERS_PREFIX, META_PREFIX } from '../profile/format/constants.js';
import { decodeSessionName, sessionsOf } from '../profile/store/session-directories.js';

/** A directory whose files are profiles, or archives. */
export interface ProfileSource {
  /** Absolute path of the directory. */
  readonly path: string;
  /** Names of the files. */
  readonly names: readonly string[];
  readonly isArchive: boolean;
  /** Session that the profiles belong to. */
  readonly session?: string;
}

/**
 * Lists what can be collected at a path.
 *
 * @param path absolute path of a directory or an archive
 * @param output absolute path of the directory to write to, which is left out
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_UNREADABLE`
 */
export function listProfileSources(path: string, output: string): readonly ProfileSource[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats)
    throw new CovermainError('INPUT_NOT_FOUND', `${path} does not exist. Name a directory or an archive.`);
  if (!stats.isDirectory())
    return isArchive(path) ? [{ path: dirname(path), names: [basename(path)], isArchive: true }] : [];
  const own = realpathSync(output);
  const below = readEntries(path)
    .filter((entry) => entry.isDirectory() && !OTHER_DIRECTORIES.has(entry.name))
    .map(({ name }) => join(path, name));
  return [path, ...below].filter((directory) => realpathSync(directory) !== own).flatMap(sourcesIn);
}

/** Subdirectories of profile directories that contain no profile directory. */
const OTHER_DIRECTORIES: ReadonlySet<string> = new Set(['nyc', 'sessions', 'node_modules', '.git']);

function sourcesIn(directory: string): readonly ProfileSource[] {
  const sessions = existsSync(sessionsOf(directory)) ? readEntries(sessionsOf(directory)) : [];
  return [
    ...filesIn(directory),
    ...sessions
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => {
        const session = decodeSessionName(name);
        if (session === undefined) return [];
        return filesIn(join(sessionsOf(directory), name)).map((source) => ({ ...source, session }));
      }),
  ];
}

function filesIn(directory: string): readonly ProfileSource[] {
  const names = readEntries(directory)
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const isProfile = (name: string) => name.startsWith(COUNTERS_PREFIX) || name.startsWith(META_PREFIX);
  const profiles = names.filter(isProfile);
  const archives = names.filter((name) => !isProfile(name) && isArchive(join(directory, name)));
  return [
    ...(profiles.length > 0 ? [{ path: directory, names: profiles, isArchive: false }] : []),
    ...(archives.length > 0 ? [{ path: directory, names: archives, isArchive: true }] : []),
  ];
}

/** Whether a file that is complete starts as archives do. */
function isArchive(path: string): boolean {
  if (basename(path).startsWith(TEMPORARY_PREFIX)) return false;
  try {
    const { descriptor } = openRegularFile(path, { followsLinks: false });
    try {
      const start = Buffer.alloc(ARCHIVE_MAGIC.length);
      readSync(descriptor, start);
      return start.toString('latin1') === ARCHIVE_MAGIC;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function readEntries(directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    throw new CovermainError(
      'INPUT_UNREADABLE',
      `Cannot read ${directory}: ${messageOf(error)}. Make it readable, or name other directories.`,
      { cause: error },
    );
  }
}
