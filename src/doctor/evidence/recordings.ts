/** Reads the profiles of earlier runs, together with the logs of those runs. */

import { join, resolve } from 'node:path';
import { collect } from '../../collect/collect.js';
import { listRunDirectories, NYC_OUTPUT } from '../../collect/inputs/find-newest-profile.js';
import { findInput, type Input, listNames } from '../../collect/inputs/input.js';
import { placePackages } from '../../collect/packages/place-packages.js';
import { sourceHashAt } from '../../collect/source-state.js';
import { type ProjectCoverage, toCoverageMap } from '../../interchange/coverage-map.js';
import { readNycOutput } from '../../interchange/nyc-output.js';
import { CovermainError } from '../../platform/errors.js';
import { modifiedAt } from '../../platform/file-stats.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';
import type { UnreadableFile } from '../../profile/model/profile-directory.js';
import type { Totals } from '../../profile/model/totals.js';
import { isRunLog } from '../../profile/store/directory-layout.js';
import { type RecordedRun, readRecordedRuns } from '../../report/recorded-runs.js';
import { findEngine } from '../../settings/engine.js';
import type { RunContext } from '../../settings/run-context.js';

export interface RecordedProfile extends ProjectCoverage {
  /** Absolute path of a profile directory or of another profile. */
  readonly path: string;
  readonly engine: RunContext['engine'];
  /** Id of the process that wrote each profile. */
  readonly pids: readonly number[];
  readonly unreadable: readonly UnreadableFile[];
  /** The runs that wrote there, the oldest first. */
  readonly runs: readonly RecordedRun[];
}

export interface RecordingsOptions {
  /** Absolute paths of profiles. */
  readonly inputs: readonly string[];
  /** Absolute path of the directory to read if there are no inputs; `undefined` for the newest of the project. */
  readonly directory: string | undefined;
  /** Absolute path of the project. */
  readonly root: string;
}

/** Reads the inputs, or else the directory if it contains anything. */
export function findRecordedProfiles({
  inputs,
  directory,
  root,
}: RecordingsOptions): Promise<readonly RecordedProfile[]> {
  const candidates =
    directory === undefined ? [...listRunDirectories(root).readable, join(root, NYC_OUTPUT)] : [directory];
  const paths = inputs.length > 0 ? inputs : newestOf(candidates);
  return Promise.all(paths.map((path) => readRecording(path, root)));
}

/**
 * Returns the directory that was written last, or none. Unlike a report, this considers runs that measured nothing:
 * they have left only a log.
 */
function newestOf(directories: readonly string[]): readonly string[] {
  const [newest] = directories
    .map((path) => ({ path, written: lastWriteOf(path) }))
    .filter(({ written }) => written > 0)
    .sort((one, other) => other.written - one.written || (one.path < other.path ? 1 : -1));
  return newest ? [newest.path] : [];
}

/** Returns when a log or a profile was last written there, in milliseconds since 1970; 0 if there is none. */
function lastWriteOf(directory: string): number {
  const names = listNames(directory).filter(
    (name) => isRunLog(name) || name.startsWith(COUNTERS_PREFIX) || name.endsWith('.json'),
  );
  return Math.max(0, ...names.map((name) => modifiedAt(join(directory, name))));
}

async function readRecording(path: string, root: string): Promise<RecordedProfile> {
  const input = findInputAt(path);
  const { sources, unreadable } = await collect(input ? [input] : [], { root, recordedRoots: [] });
  const placed = placePackages([sources], { root });
  const coverage = toCoverageMap(placed.totals[0] as Totals, placed.root, sourceHashAt);
  const engine = findEngine('writesProfiles', input?.kind !== 'istanbul');
  const pids = await readPids(input);
  // nyc's files do not name their runs.
  const runs = readRecordedRuns(path).map((run) => (input?.kind === 'istanbul' ? { ...run, pids } : run));
  return { path, engine, pids, unreadable, runs, ...coverage };
}

/** Returns the profile at a path; `undefined` if the directory has none. @throws CovermainError `INPUT_NOT_FOUND` */
function findInputAt(path: string): Input | undefined {
  try {
    return findInput(path);
  } catch (error) {
    if (error instanceof CovermainError && error.code === 'INPUT_EMPTY') return undefined;
    throw error;
  }
}

/** Takes the ids from the names of covermain's files, so that unreadable files are included. */
async function readPids(input: Input | undefined): Promise<readonly number[]> {
  if (!input || input.names.length === 0) return [];
  if (input.kind === 'istanbul') return (await readNycOutput(input.path)).profiles.map(({ pid }) => pid);
  return input.names
    .filter((name) => name.startsWith(COUNTERS_PREFIX))
    .map((name) => Number(name.split('.')[PID_INDEX]));
}

/** Index of the process id in `covcounters.<run>.<pid>.<time>`. */
const PID_INDEX = 2;

/** Returns the absolute paths of inputs. @throws CovermainError `INPUT_NOT_FOUND` */
export function checkInputs(inputs: readonly string[], cwd: string): readonly string[] {
  const paths = inputs.map((input) => resolve(cwd, input));
  for (const path of paths) findInputAt(path);
  return paths;
}
