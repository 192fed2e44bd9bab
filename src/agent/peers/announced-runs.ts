/**
 * Announces runs to the commands. An agent has a socket only some time after its process has started, but the run log names
 * the process before its first measured file runs. The announcement tells commands where the log is.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../platform/is-object.js';
import { isRunning } from '../../platform/is-running.js';
import { writeAtomically } from '../../platform/write-atomically.js';
import { agentFailuresOf, livingPids, readRunLog } from '../../run-log/run-log.js';
import { capabilitiesOf } from '../../settings/engine.js';
import type { RunContext } from '../../settings/run-context.js';
import { makePrivate } from './private-directory.js';
import { isOwnDirectory, socketDirectoriesOf } from './socket-path.js';

/** A run that has been announced and not ended. */
export interface AnnouncedRun {
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of its log. */
  readonly log: string;
}

interface Announcement extends AnnouncedRun {
  /** Absolute path of the announcement. */
  readonly path: string;
  /** Pid of the process that ends the run. */
  readonly pid: number;
}

const EXTENSION = '.run';

/**
 * Announces a run, next to the private sockets of its project, unless its processes have no agents. Without a private directory the run is not announced;
 * commands then find its processes as soon as their agents listen.
 *
 * @param pid process that ends the run
 * @returns a function that removes the announcement
 */
export function announceRun(
  { root, id, log, engine }: Pick<RunContext, 'root' | 'id' | 'log' | 'engine'>,
  pid: number = process.pid,
): () => void {
  if (!capabilitiesOf(engine).hasLiveCounters) return () => {};
  for (const directory of socketDirectoriesOf(root).filter(({ kind }) => kind !== 'pipes')) {
    const path = join(directory.path, `${id}${EXTENSION}`);
    try {
      makePrivate(directory);
      writeAtomically(path, JSON.stringify({ run: id, log, pid }));
      return () => removeIfPossible(path);
    } catch {
      // The next directory may be writable.
    }
  }
  return () => {};
}

/** Pids of the measured processes of announced runs. */
export interface AnnouncedProcesses {
  /** Processes that run and have not reported that their agent failed. */
  readonly expected: readonly number[];
  /** Processes that run without an agent, and why. */
  readonly failed: readonly { readonly pid: number; readonly reason: string }[];
}

/**
 * Returns the running measured processes of the announced runs, whether or not they have agents.
 *
 * @param root absolute path of the project
 * @param run id of a run, or `undefined` for all runs
 */
export function findAnnouncedProcesses(root: string, run?: string): AnnouncedProcesses {
  const announcements = listAnnouncements(root).filter((one) => run === undefined || one.run === run);
  const processes = announcements.map(processesOf);
  return {
    expected: processes.flatMap(({ expected }) => expected),
    failed: processes.flatMap(({ failed }) => failed),
  };
}

/** Removes the announcement if nothing of the run is left: its command was killed. */
function processesOf({ path, pid, log }: Announcement): AnnouncedProcesses {
  const events = readRunLog(log);
  const living = livingPids(events).filter(isRunning);
  if (living.length === 0 && !isRunning(pid)) removeIfPossible(path);
  const failures = agentFailuresOf(events);
  return {
    expected: living.filter((one) => !failures.has(one)),
    failed: living.flatMap((one) => {
      const reason = failures.get(one);
      return reason === undefined ? [] : [{ pid: one, reason }];
    }),
  };
}

function listAnnouncements(root: string): readonly Announcement[] {
  const directories = socketDirectoriesOf(root).filter(({ kind }) => kind !== 'pipes');
  return directories
    .flatMap(({ path, kind }) => {
      try {
        if (kind === 'temporary' && !isOwnDirectory(path)) return [];
        return readdirSync(path).map((name) => join(path, name));
      } catch {
        return []; // no run of this user was announced there
      }
    })
    .filter((path) => path.endsWith(EXTENSION))
    .map(readAnnouncement)
    .filter((announcement) => announcement !== undefined);
}

/** @returns `undefined` if the run has ended meanwhile, or if the file is not an announcement */
function readAnnouncement(path: string): Announcement | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isObject(content)) return undefined;
    const { run, log, pid } = content;
    if (typeof run !== 'string' || typeof log !== 'string' || typeof pid !== 'number') return undefined;
    return { path, run, log, pid };
  } catch {
    return undefined;
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The directory belongs to another user now. A later command finds that the run has ended.
  }
}
