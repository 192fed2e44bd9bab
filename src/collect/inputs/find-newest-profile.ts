/** Finds the newest profile of a project. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CovermainError } from '../../platform/errors.js';
import { modifiedAt } from '../../platform/file-stats.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';
import { DIRECTORY_VARIABLE, RUNS_DIRECTORY } from '../../settings/directory.js';
import { type Environment, readVariable } from '../../settings/environment.js';
import { adviseLateHooks } from './advise-late-hooks.js';
import { findInDirectory, type Input, isHalfWritten, listNames } from './input.js';

/** Directory of a project that nyc writes to by default. */
export const NYC_OUTPUT = '.nyc_output';

/**
 * Returns `COVER_DIR` if it is set. Otherwise returns the most recently written directory in `coverage-data/`, or
 * `.nyc_output` if there is none. Leaves out directories that only other users can read.
 *
 * @param root absolute path of the project
 * @returns an absolute path
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_UNREADABLE` if there are only profiles of other users
 */
export function findNewestProfile(root: string, environment: Environment): string {
  const directory = readVariable(environment, DIRECTORY_VARIABLE);
  if (directory !== undefined) return resolve(root, directory);
  const { readable, unreadable } = listRunDirectories(root);
  const profiles = readable
    .map(findInDirectory)
    .filter((input) => input !== undefined)
    .map((input) => ({ path: input.path, time: writtenAt(input) }))
    .sort((one, other) => one.time - other.time || (one.path < other.path ? -1 : 1));
  const newest = profiles.at(-1)?.path ?? [join(root, NYC_OUTPUT)].find((path) => existsSync(path));
  if (newest !== undefined) return newest;
  if (unreadable[0] !== undefined)
    throw new CovermainError(
      'INPUT_UNREADABLE',
      `Cannot read ${unreadable[0]}: only another user can. Run the command as that user, or measure the program as yourself.`,
    );
  const remedy =
    adviseLateHooks(readable) ??
    'Measure a program first, for example with `covermain run -- node app.js`, or name a profile directory.';
  throw new CovermainError('INPUT_NOT_FOUND', `No profile found in ${join(root, RUNS_DIRECTORY)}. ${remedy}`);
}

/** Absolute paths of the profile directories that runs create by default, by whether this user may list them. */
export interface RunDirectories {
  readonly readable: readonly string[];
  readonly unreadable: readonly string[];
}

/** @param root absolute path */
export function listRunDirectories(root: string): RunDirectories {
  const parent = join(root, RUNS_DIRECTORY);
  const readable: string[] = [];
  const unreadable: string[] = [];
  for (const name of listNames(parent).filter((one) => !isHalfWritten(one))) {
    const path = join(parent, name);
    (isReadable(path) ? readable : unreadable).push(path);
  }
  return { readable, unreadable };
}

/** Whether this user may list a directory. Profile directories admit only their owner. True for anything else. */
function isReadable(path: string): boolean {
  try {
    if (statSync(path).isDirectory()) readdirSync(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EACCES';
  }
}

/** Returns the time in milliseconds at which a process last wrote counts to an input; 0 if none did. */
function writtenAt({ kind, path, names }: Input): number {
  const countsFiles = names.filter((name) => kind === 'istanbul' || name.startsWith(COUNTERS_PREFIX));
  const times = countsFiles.map((name) => modifiedAt(join(path, name)));
  return Math.max(0, ...times);
}
