/** Says which profile is read where none is named, and what of it may be a surprise. */
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { isRunning } from '../../platform/is-running.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';
import { runLogsIn } from '../../profile/store/directory-layout.js';
import { livingPids, readRunLog } from '../../run-log/run-log.js';
import { DIRECTORY } from '../../settings/directory.js';
import { type Environment, readVariable } from '../../settings/environment.js';
import { isEmptyRun } from './find-inputs.js';
import { findNewestProfile, listRunDirectories } from './find-newest-profile.js';
import { findInDirectory } from './input.js';

export interface ChooseNewestOptions {
  /** Absolute path of the project's root. */
  readonly projectRoot: string;
  /** Absolute path of the directory in which the command was called; printed paths are relative to it. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Where remarks for people go. */
  readonly logLine: (line: string) => void;
}

/**
 * @returns an absolute path
 * @throws CovermainError `INPUT_NOT_FOUND`
 */
export function chooseNewestProfile({ projectRoot, cwd, environment, logLine }: ChooseNewestOptions): string {
  const path = findNewestProfile(projectRoot, environment);
  const isGiven = readVariable(environment, DIRECTORY) !== undefined;
  const newer = isGiven ? undefined : findNewerWithoutCounts(path, listRunDirectories(projectRoot));
  logLine(`reading ${relative(cwd, path) || '.'}`);
  if (newer !== undefined) logLine(noteNewer(newer, relative(cwd, newer)));
  if (isBeingWritten(path))
    logLine('its run goes on: `covermain dump` has what was counted up to now written at once');
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
  return isProfile ? !input.names.some((name) => name.startsWith(COUNTERS_PREFIX)) : isEmptyRun(folder);
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
