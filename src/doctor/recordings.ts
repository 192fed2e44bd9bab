/** What was measured before: profiles, and what the runs that wrote them tell of themselves. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { collect } from '../collect/collect.js';
import { listRunDirectories, NYC_OUTPUT } from '../collect/inputs/find-newest-profile.js';
import { findInput, type Input, listNames } from '../collect/inputs/input.js';
import { sourceHashAt } from '../collect/source-state.js';
import { type ProjectCoverage, toCoverageMap } from '../interchange/coverage-map.js';
import { readNycOutput } from '../interchange/nyc-output.js';
import { CovermainError } from '../platform/errors.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import type { UnreadableFile } from '../profile/model/profile-directory.js';
import { isRunLog, runLogsIn } from '../profile/store/directory-layout.js';
import { type RunEvent, readRunLog } from '../run-log/run-log.js';
import { findEngine } from '../settings/engine.js';
import type { RunContext } from '../settings/run-context.js';

export interface RecordedProfile extends ProjectCoverage {
  /** Absolute path of a profile directory, or of what else there is. */
  readonly path: string;
  readonly engine: RunContext['engine'];
  /** Of each profile the process that wrote it. */
  readonly pids: readonly number[];
  readonly unreadable: readonly UnreadableFile[];
  /** The log of each run that wrote to it, the oldest in front. */
  readonly logs: readonly (readonly RunEvent[])[];
}

export interface RecordingsOptions {
  /** Absolute paths. */
  readonly inputs: readonly string[];
  /** Absolute path of the one directory that is meant without inputs; `undefined`: the newest of the project. */
  readonly directory: string | undefined;
  /** Absolute path of the project. */
  readonly root: string;
}

/** Those that are named; else the one that is meant, if it is there. */
export function findRecordedProfiles({
  inputs,
  directory,
  root,
}: RecordingsOptions): Promise<readonly RecordedProfile[]> {
  const folders =
    directory === undefined ? [...listRunDirectories(root), join(root, NYC_OUTPUT)] : [directory];
  const paths = inputs.length > 0 ? inputs : newestOf(folders);
  return Promise.all(paths.map((path) => readRecording(path, root)));
}

/** Unlike reports, this is about runs that measured nothing, too: they have left a log alone. */
function newestOf(folders: readonly string[]): readonly string[] {
  const [newest] = folders
    .map((path) => ({ path, written: writtenAt(path) }))
    .filter(({ written }) => written > 0)
    .sort((one, other) => other.written - one.written || (one.path < other.path ? 1 : -1));
  return newest ? [newest.path] : [];
}

/** When something was last written there that is read here: milliseconds since 1970; 0 for never. */
function writtenAt(folder: string): number {
  const names = listNames(folder).filter(
    (name) => isRunLog(name) || name.startsWith(COUNTERS_PREFIX) || name.endsWith('.json'),
  );
  return Math.max(0, ...names.map((name) => statSync(join(folder, name)).mtimeMs));
}

async function readRecording(path: string, root: string): Promise<RecordedProfile> {
  const input = inputAt(path);
  const logs = runLogsIn(path).map(readRunLog);
  const { totals, unreadable } = await collect(input ? [input] : [], { root, recordedRoots: [] });
  const coverage = toCoverageMap(totals, root, sourceHashAt);
  const engine = findEngine('writesProfiles', input?.kind !== 'istanbul');
  return { path, engine, pids: await pidsOf(input), unreadable, logs, ...coverage };
}

/** `undefined` where there is no profile. */
function inputAt(path: string): Input | undefined {
  try {
    return findInput(path);
  } catch (error) {
    if (error instanceof CovermainError && error.code === 'INPUT_EMPTY') return undefined;
    throw error;
  }
}

/** By their names where they are ours: also of those that cannot be read. */
async function pidsOf(input: Input | undefined): Promise<readonly number[]> {
  if (!input || input.names.length === 0) return [];
  if (input.kind === 'istanbul') return (await readNycOutput(input.path)).profiles.map(({ pid }) => pid);
  return input.names
    .filter((name) => name.startsWith(COUNTERS_PREFIX))
    .map((name) => Number(name.split('.')[PID_PART]));
}

/** `covcounters.<run>.<pid>.<time>`. */
const PID_PART = 2;

/** Absolute paths of inputs. @throws CovermainError `INPUT_NOT_FOUND` */
export function checkInputs(inputs: readonly string[], cwd: string): readonly string[] {
  const paths = inputs.map((input) => resolve(cwd, input));
  for (const path of paths) inputAt(path);
  return paths;
}
