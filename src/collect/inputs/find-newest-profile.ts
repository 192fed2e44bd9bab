/** What is read where nothing is named: the newest profile of the project. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CovermainError } from '../../platform/errors.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';
import { DIRECTORY_VARIABLE, RUNS_DIRECTORY } from '../../settings/directory.js';
import { type Environment, readVariable } from '../../settings/environment.js';
import { findInDirectory, type Input, isHalfWritten, listNames } from './input.js';

/** The folder of a project that nyc writes to by default. */
export const NYC_OUTPUT = '.nyc_output';

/**
 * `COVER_DIR` if it is set; else of `coverage-data/` the directory that was written last; else `.nyc_output`.
 *
 * @param root absolute path of the project
 * @returns an absolute path
 * @throws CovermainError `INPUT_NOT_FOUND`
 */
export function findNewestProfile(root: string, environment: Environment): string {
  const given = readVariable(environment, DIRECTORY_VARIABLE);
  if (given !== undefined) return resolve(root, given);
  const profiles = listRunDirectories(root)
    .map(findInDirectory)
    .filter((input) => input !== undefined)
    .map((input) => ({ path: input.path, written: writtenAt(input) }))
    .sort((one, other) => one.written - other.written || (one.path < other.path ? -1 : 1));
  const newest = profiles.at(-1)?.path ?? [join(root, NYC_OUTPUT)].find((path) => existsSync(path));
  if (newest !== undefined) return newest;
  throw new CovermainError(
    'INPUT_NOT_FOUND',
    `there is no profile in ${join(root, RUNS_DIRECTORY)}: measure a program first, as by \`covermain run -- node app.js\`, or name a ` +
      'profile directory',
  );
}

/** Absolute paths of all that is where runs put their profile directories by default. @param root absolute path */
export function listRunDirectories(root: string): readonly string[] {
  const parent = join(root, RUNS_DIRECTORY);
  return listNames(parent)
    .filter((name) => !isHalfWritten(name))
    .map((name) => join(parent, name));
}

/** When a process last wrote its counts there, in milliseconds. */
function writtenAt({ kind, path, names }: Input): number {
  const counts = names.filter((name) => kind === 'istanbul' || name.startsWith(COUNTERS_PREFIX));
  const times = counts.map((name) => statSync(join(path, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(0, ...times);
}
