/** Chooses the profile that a command reads if none is named, and logs which one and why it may be unexpected. */
import { relative } from 'node:path';
import { modifiedAt } from '../../platform/file-stats.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';
import { runLogsIn } from '../../profile/store/directory-layout.js';
import { livingPids } from '../../run-log/logged-processes.js';
import { readRunLog } from '../../run-log/run-log.js';
import { createRunningFinder } from '../../run-log/running-processes.js';
import { DIRECTORY_VARIABLE } from '../../settings/directory.js';
import { type Environment, readVariable } from '../../settings/environment.js';
import { isEmptyRun } from './find-inputs.js';
import { findNewestProfile, listRunDirectories, type RunDirectories } from './find-newest-profile.js';
import { findInDirectory } from './input.js';

export interface ChooseNewestOptions {
  /** Absolute path of the project's root. */
  readonly projectRoot: string;
  /** Absolute path of the directory in which the command was called; printed paths are relative to it. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Logs a line for the user. */
  readonly logLine: (line: string) => void;
  /** Called with the absolute path of the chosen profile. @default logs it */
  readonly onNewest?: (path: string) => void;
}

const NONE: RunDirectories = { readable: [], unreadable: [] };

/**
 * Chooses the newest profile of the project.
 *
 * @returns an absolute path
 * @throws CovermainError `INPUT_NOT_FOUND`, `INPUT_UNREADABLE`
 */
export function chooseNewestProfile(options: ChooseNewestOptions): string {
  const { projectRoot, cwd, environment, logLine } = options;
  const { onNewest = (path) => logLine(describeNewest(path, cwd)) } = options;
  const path = findNewestProfile(projectRoot, environment);
  const isGiven = readVariable(environment, DIRECTORY_VARIABLE) !== undefined;
  const { readable, unreadable } = isGiven ? NONE : listRunDirectories(projectRoot);
  const newer = findNewerWithoutCounts(path, readable);
  for (const directory of unreadable)
    logLine(`${relative(cwd, directory)} is left out: only another user can read it.`);
  onNewest(path);
  if (newer !== undefined) logLine(describeNewer(newer, relative(cwd, newer)));
  if (isBeingWritten(path))
    logLine('Its run is still active. Run `covermain dump` to write its latest coverage now.');
  return path;
}

/** Returns a line that names the chosen profile. @param cwd absolute path of the directory in which the command was called */
export function describeNewest(path: string, cwd: string): string {
  return `Reading ${relative(cwd, path) || '.'}`;
}

/** Finds a later run without coverage: the user may expect a report of that run. */
function findNewerWithoutCounts(path: string, directories: readonly string[]): string | undefined {
  const writeTime = modifiedAt(path);
  return directories
    .filter((directory) => modifiedAt(directory) > writeTime && hasNoCounts(directory))
    .sort((one, other) => modifiedAt(one) - modifiedAt(other))
    .at(-1);
}

/** Whether a directory has no counters yet. Metas alone are not coverage: processes write them before counters. */
function hasNoCounts(directory: string): boolean {
  const input = findInDirectory(directory);
  const isProfile = input?.kind === 'profile';
  return isProfile ? !input.names.some((name) => name.startsWith(COUNTERS_PREFIX)) : isEmptyRun(directory);
}

function describeNewer(directory: string, shownPath: string): string {
  return isBeingWritten(directory)
    ? `${shownPath} is newer but has no coverage yet. Run \`covermain dump\` to write it now.`
    : `${shownPath} is newer but has no coverage. Run \`covermain doctor ${shownPath}\` to find out why.`;
}

/** Whether a run log names a process that did not report its end and still runs. */
function isBeingWritten(path: string): boolean {
  return runLogsIn(path).some((log) => createRunningFinder(log)(livingPids(readRunLog(log))).length > 0);
}
