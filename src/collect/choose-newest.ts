/** Says which profile is read where none is named, and what of it may be a surprise. */
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { isRunning } from '../is-running.js';
import { runLogsIn } from '../profile/directory.js';
import { COUNTERS_PREFIX } from '../profile/format.js';
import { livingPids, readRunLog } from '../profile/run-log.js';
import { findRoot } from '../project/find-root.js';
import { DIRECTORY } from '../settings/directory.js';
import { type Environment, readVariable } from '../settings/environment.js';
import { isLeftEmpty } from './find-inputs.js';
import { findInDirectory } from './inputs.js';
import { findNewest, foldersOfRuns } from './newest.js';

export interface NewestOptions {
  /** Any folder of the project. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Where remarks for people go. */
  readonly say: (line: string) => void;
}

/**
 * @returns an absolute path
 * @throws CovermainError `INPUT_NOT_FOUND`
 */
export function chooseNewest({ cwd, environment, say }: NewestOptions): string {
  const root = findRoot(cwd);
  const path = findNewest(root, environment);
  const isGiven = readVariable(environment, DIRECTORY) !== undefined;
  const newer = isGiven ? undefined : findNewerWithoutCounts(path, foldersOfRuns(root));
  say(`reading ${relative(cwd, path) || '.'}`);
  if (newer !== undefined) say(noteNewer(newer, relative(cwd, newer)));
  if (isBeingWritten(path))
    say('its run goes on: `covermain dump` has what was counted up to now written at once');
  return path;
}

/** Where a later run has counted nothing, a report of an earlier one may not be what was asked for. */
function findNewerWithoutCounts(path: string, folders: readonly string[]): string | undefined {
  const written = changedAt(path);
  return folders
    .filter((folder) => changedAt(folder) > written && hasNoCounts(folder))
    .sort((one, other) => changedAt(one) - changedAt(other))
    .at(-1);
}

/** Metas are written before what counts by them. */
function hasNoCounts(folder: string): boolean {
  const input = findInDirectory(folder);
  const isProfile = input?.kind === 'profile';
  return isProfile ? !input.names.some((name) => name.startsWith(COUNTERS_PREFIX)) : isLeftEmpty(folder);
}

function noteNewer(folder: string, shown: string): string {
  return isBeingWritten(folder)
    ? `${shown} is newer, and has no counts yet: \`covermain dump\` has its run write them at once`
    : `${shown} is newer, and nothing was counted there: \`covermain doctor ${shown}\` tells why`;
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Whether a process of its runs has not told of its end, and is there. */
function isBeingWritten(path: string): boolean {
  return runLogsIn(path).some((log) => livingPids(readRunLog(log)).some(isRunning));
}
