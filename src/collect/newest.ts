/** What is read where nothing is named: the newest profile of the project. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CovermainError } from '../errors.js';
import { COUNTERS_PREFIX } from '../profile/format.js';
import { DIRECTORY } from '../settings/directory.js';
import { type Environment, readVariable } from '../settings/environment.js';
import { isProfileDirectory } from './inputs.js';

/** Where runs put their profile directories by default. */
const PARENT = 'coverage-data';

/** nyc's. */
const NYC_OUTPUT = '.nyc_output';

/**
 * `COVER_DIR` if it is set; else of `coverage-data/` the directory that was written last; else `.nyc_output`.
 *
 * @param root absolute path of the project
 * @returns an absolute path
 * @throws CovermainError `INPUT_NOT_FOUND`
 */
export function findNewest(root: string, environment: Environment): string {
  const given = readVariable(environment, DIRECTORY);
  if (given !== undefined) return resolve(root, given);
  const parent = join(root, PARENT);
  const folders = existsSync(parent) ? readdirSync(parent).map((name) => join(parent, name)) : [];
  const profiles = folders
    .filter(isProfileDirectory)
    .map((path) => ({ path, written: writtenAt(path) }))
    .sort((one, other) => one.written - other.written || (one.path < other.path ? -1 : 1));
  const newest = profiles.at(-1)?.path ?? [join(root, NYC_OUTPUT)].find((path) => existsSync(path));
  if (newest !== undefined) return newest;
  throw new CovermainError(
    'INPUT_NOT_FOUND',
    `there is no profile in ${parent}: measure a program first, as by \`covermain run -- node app.js\`, or name a ` +
      'profile directory',
  );
}

/** When a process last wrote its counters there, in milliseconds. */
function writtenAt(path: string): number {
  const counters = readdirSync(path).filter((name) => name.startsWith(COUNTERS_PREFIX));
  const times = counters.map((name) => statSync(join(path, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(0, ...times);
}
