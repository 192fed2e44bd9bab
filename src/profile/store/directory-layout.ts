/** The layout of a profile directory. */

import { accessSync, constants, mkdirSync, readdirSync, rmdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { fileTimeOf } from '../../platform/file-time.js';

/** Where nyc writes: one file of Istanbul JSON for each process and thread. */
export function nycOutputOf(directory: string): string {
  return join(directory, 'nyc');
}

/** Where the processes of one run write their log; a directory may hold several runs. */
export function runLogOf(directory: string, started: Date): string {
  return join(directory, `run.${fileTimeOf(started.toISOString())}.${process.pid}.jsonl`);
}

/** Whether a file of a profile directory is such a log, by its name. */
export function isRunLog(name: string): boolean {
  return /^run\..*\.jsonl$/.test(name);
}

/** Absolute paths of the logs in a profile directory, the oldest in front; none of what is no directory. */
export function runLogsIn(directory: string): readonly string[] {
  const isDirectory = statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
  const names = isDirectory ? readdirSync(directory) : [];
  return names
    .filter(isRunLog)
    .sort()
    .map((name) => join(directory, name));
}

/**
 * Makes the directory if it is not there yet; what is in it stays, so runs add up.
 *
 * @returns its absolute path
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function createProfileDirectory(root: string, directory: string): string {
  const path = resolve(root, directory);
  try {
    mkdirSync(nycOutputOf(path), { recursive: true });
    accessSync(nycOutputOf(path), constants.W_OK);
    return path;
  } catch (error) {
    throw new CovermainError(
      'DIRECTORY_NOT_WRITABLE',
      `the profile directory ${path} cannot be written: ${messageOf(error)}; ` +
        'set COVER_DIR to one that can',
      { cause: error },
    );
  }
}

/** Takes back what `createProfileDirectory` made, unless something was written there. @param path absolute */
export function removeUnusedDirectory(path: string): void {
  for (const folder of [nycOutputOf(path), path]) {
    if (readdirSync(folder).length > 0) return;
    rmdirSync(folder);
  }
}
