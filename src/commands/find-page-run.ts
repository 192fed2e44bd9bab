/** Finds the run that `covermain open` shows: the newest one that runs, or the newest one that has written a profile. */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { findUnmeasuredProcesses } from '../agent/peers/announced-runs.js';
import { findNewestProfile, listRunDirectories } from '../collect/inputs/find-newest-profile.js';
import { withConfiguredDirectory } from '../config-file/read-run-settings.js';
import { parseCountersNames } from '../profile/format/counters-file.js';
import { DIRECTORY_VARIABLE } from '../settings/directory.js';
import { type Environment, readVariable } from '../settings/environment.js';
import { isRunId } from '../settings/run-id.js';
import { awaitAgents } from './await-agents.js';

export interface PageRun {
  /** Absolute path of its project. */
  readonly root: string;
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of the profile directory. @default that of the running processes */
  readonly directory?: string;
}

/**
 * Returns the newest run that has a running process.
 *
 * @param roots absolute paths of projects
 * @param run id of the only run that is looked for @default any
 */
export async function findRunningRun(roots: readonly string[], run?: string): Promise<PageRun | undefined> {
  const found = await Promise.all(
    roots.map(async (root) => {
      const { agents } = await awaitAgents([root], { wait: 0, ...(run === undefined ? {} : { run }) });
      const ids = [
        ...agents.map(({ status }) => status.run),
        ...findUnmeasuredProcesses(root, run).map((one) => one.run),
      ];
      return ids.map((id): PageRun => ({ root, run: id }));
    }),
  );
  return newestOf(found.flat());
}

/** Returns the newest run that has written a profile, with the parameters of `findRunningRun`. */
export async function findRecordedRun(
  roots: readonly string[],
  environment: Environment,
  run?: string,
): Promise<PageRun | undefined> {
  const found = await Promise.all(
    roots.map(async (root) => {
      const configured = await withConfiguredDirectory(root, environment);
      return directoriesOf(root, configured, run).flatMap((directory) =>
        runsIn(directory).map((id): PageRun => ({ root, run: id, directory })),
      );
    }),
  );
  return newestOf(found.flat().filter((one) => run === undefined || one.run === run));
}

/** Returns the profile directories in which a run may be: all for a given run, or the one that was written last. */
function directoriesOf(root: string, environment: Environment, run: string | undefined): readonly string[] {
  const set = readVariable(environment, DIRECTORY_VARIABLE);
  if (set !== undefined) return [resolve(root, set)];
  if (run !== undefined) return listRunDirectories(root).readable;
  try {
    return [findNewestProfile(root, environment)];
  } catch {
    return []; // there is no profile yet
  }
}

/** Returns the ids of the runs whose profiles are in a directory. */
function runsIn(directory: string): readonly string[] {
  try {
    const ids = parseCountersNames(readdirSync(directory)).map(({ run }) => run);
    return [...new Set(ids.filter(isRunId))];
  } catch {
    return []; // no directory, or one of another user
  }
}

/** Ids of runs start with their time. */
function newestOf(runs: readonly PageRun[]): PageRun | undefined {
  return [...runs].sort((one, other) => (one.run < other.run ? -1 : 1)).at(-1);
}
