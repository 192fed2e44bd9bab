/**
 * The pointer file of a test run. It contains the context of the run, so that all workers of a test runner write to one profile
 * directory. The first worker creates it.
 */
import { linkSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makePrivate } from '../agent/peers/private-directory.js';
import { findForeignOwner, isPrivateDirectory } from '../platform/foreign-access.js';
import { isRunning } from '../platform/is-running.js';
import { createPrivateFile, temporaryPathIn } from '../platform/private-files.js';
import { startTickOf } from '../platform/process-table.js';
import { readRegularFile } from '../platform/regular-files.js';

const NAME = /^integration\.(\d+)\..*json$/;

/** Contexts contain the patterns of the selection. */
const MAX_BYTES = 2 ** 20;

/**
 * Returns the path of the pointer file of a run.
 *
 * @param root absolute path of the project
 * @param owner pid of the process that `findRunOwner` returns. The start of that process is part of the name, because
 *   systems use pids again.
 */
export function runPointerOf(root: string, owner: number): string {
  return join(root, '.covermain', `integration.${owner}.${startTickOf(owner) ?? ''}.json`);
}

/** Returns the content of a pointer file, or `undefined` if there is none that this user has written. */
export function readRunPointer(path: string): string | undefined {
  try {
    if (!isPrivateDirectory(dirname(path)) || findForeignOwner(path, lstatSync(path)) !== undefined)
      return undefined;
    return readRegularFile(path, MAX_BYTES).toString();
  } catch {
    return undefined; // no worker has written it
  }
}

/**
 * Writes a pointer file unless it exists. Removes those of runs that have ended.
 *
 * @returns whether it was written: only one of several workers succeeds
 * @throws Error if the directory cannot be created or is not private; the errors of `open` and `link`
 */
export function writeRunPointer(path: string, content: string): boolean {
  const directory = dirname(path);
  makePrivate({ path: join(directory, '/'), prefix: '', kind: 'project' });
  removeEndedRuns(directory);
  const temporary = temporaryPathIn(directory);
  createPrivateFile(temporary, content);
  try {
    // A link, unlike a rename, does not replace the file of another worker.
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

function removeEndedRuns(directory: string): void {
  for (const name of readdirSync(directory)) {
    const [, pid] = NAME.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(directory, name), { force: true });
  }
}
