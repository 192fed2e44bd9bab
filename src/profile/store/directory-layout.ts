/** Paths and names in a profile directory. */

import { accessSync, constants, lstatSync, readdirSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { fileTimeOf } from '../../platform/file-time.js';
import { createPrivateDirectory } from '../../platform/private-directories.js';
import { requirePrivatePart, requirePrivateProfiles, requirePrivateRuns } from './require-private.js';

/** Name of the file in nyc's output that has zeros for files that were never loaded. */
export const NEVER_LOADED = 'never-loaded.json';

/** Name of the file in a profile directory that describes from where `covermain collect` has collected it. */
export const COLLECTION_MANIFEST = 'manifest.json';

/** Returns the directory that nyc writes to: one Istanbul JSON file per process and thread. */
export function nycOutputOf(directory: string): string {
  return join(directory, 'nyc');
}

/** Returns the path of the log that all processes of one run append to. A directory may contain several runs. */
export function runLogOf(directory: string, started: Date): string {
  return join(directory, `run.${fileTimeOf(started.toISOString())}.${process.pid}.jsonl`);
}

/**
 * Whether the log at a path is that of a run. The ids of runs start with the time in the names of their logs.
 *
 * @param run id of a run
 */
export function isLogOfRun(log: string, run: string): boolean {
  const [, time] = /^run\.(.+)\.\d+\.jsonl$/.exec(basename(log)) ?? [];
  return time !== undefined && run.startsWith(`${time}-`);
}

/** Whether a file name in a profile directory is that of a run log. */
export function isRunLog(name: string): boolean {
  return /^run\..*\.jsonl$/.test(name);
}

/**
 * Returns the absolute paths of the run logs in a directory, oldest first. Empty if `directory` is not a directory.
 */
export function runLogsIn(directory: string): readonly string[] {
  const isDirectory = statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
  const names = isDirectory ? readdirSync(directory) : [];
  return names
    .filter(isRunLog)
    .sort()
    .map((name) => join(directory, name));
}

/**
 * Creates the profile directory if it does not exist, for this user alone. Existing profiles stay, so runs add up.
 *
 * @param root absolute path of the project
 * @param directory path, relative to the root
 * @param runsDirectory name of the directory in the root that has a profile directory for each run
 * @returns its absolute path
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`; `DIRECTORY_NOT_PRIVATE` if other users can change an existing one, or the
 *   directory of runs that contains it
 */
export function createProfileDirectory(root: string, directory: string, runsDirectory: string): string {
  const path = resolve(root, directory);
  try {
    // Commands choose the newest profile in it, which must not be one of another user.
    if (dirname(path) === resolve(root, runsDirectory)) requirePrivateRuns(dirname(path));
    createPrivateDirectory(path);
    accessSync(path, constants.W_OK);
    requirePrivateProfiles(path);
    createPrivateDirectory(nycOutputOf(path));
    accessSync(nycOutputOf(path), constants.W_OK);
    requirePrivatePart(nycOutputOf(path));
    // A link could be changed after its target was checked.
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  } catch (error) {
    if (error instanceof CovermainError) throw error;
    throw new CovermainError(
      'DIRECTORY_NOT_WRITABLE',
      `Cannot write profile directory ${path}: ${messageOf(error)}. Set COVER_DIR or --dir to a writable directory.`,
      { cause: error },
    );
  }
}

/**
 * Removes the directories that `createProfileDirectory` made, unless something was written there.
 *
 * @param path absolute
 */
export function removeUnusedDirectory(path: string): void {
  for (const directory of [nycOutputOf(path), path]) {
    if (readdirSync(directory).length > 0) return;
    rmdirSync(directory);
  }
}
