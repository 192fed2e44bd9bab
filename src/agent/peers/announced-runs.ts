/**
 * Announces runs to the commands. An agent has a socket only some time after its process has started, but the run log names
 * the process before its first measured file runs. The announcement tells commands where the log is.
 */
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { findForeignOwner, isPrivateDirectory } from '../../platform/foreign-access.js';
import { isRunning } from '../../platform/is-running.js';
import { readRegularFile } from '../../platform/regular-files.js';
import {
  hasFields,
  isAbsolutePath,
  isFlag,
  isPid,
  isRecordOf,
  isString,
  orEmpty,
} from '../../platform/value-checks.js';
import { writeAtomically } from '../../platform/write-atomically.js';
import { isProfilePackage } from '../../profile/model/profile-package.js';
import { isRunLog } from '../../profile/store/directory-layout.js';
import { findLogWriters } from '../../run-log/log-writers.js';
import { agentFailuresOf, livingPids, unmeasuredStartsOf } from '../../run-log/logged-processes.js';
import type { ProcessStartEvent, RunEvent } from '../../run-log/run-event.js';
import { readRunLog } from '../../run-log/run-log.js';
import { createRunningFinder } from '../../run-log/running-processes.js';
import { isSelection } from '../../settings/check-run-context.js';
import { capabilitiesOf } from '../../settings/engine.js';
import type { RunContext } from '../../settings/run-context.js';
import { isRunId } from '../../settings/run-id.js';
import { removeAbandonedTokens } from './owner-token.js';
import { makePrivate } from './private-directory.js';
import { runTagOf, socketDirectoriesOf } from './socket-path.js';

/** A run that has been announced and not ended. */
export interface AnnouncedRun {
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of its log. */
  readonly log: string;
  /** Pid of the process that ends the run. */
  readonly pid: number;
  /** Whether that process ends all processes of the run after a stop request. */
  readonly endsOnStop: boolean;
  /** What else commands show of the run. */
  readonly facts: RunFacts;
}

/** The facts of a run that hold for all its processes. */
export type RunFacts = Pick<RunContext, 'label' | 'commit' | 'package' | 'directory' | 'root' | 'selection'>;

interface Announcement extends AnnouncedRun {
  /** Absolute path of the announcement. */
  readonly path: string;
}

/** A process of a run that has loaded no measured file. It has no agent, unless `covermain/auto` has started one. */
export interface UnmeasuredProcess {
  readonly run: string;
  readonly facts: RunFacts;
  readonly start: ProcessStartEvent;
  /** Whether the command of the run ends the process after a stop request. */
  readonly isEndedByCommand: boolean;
  /** The events of the process. */
  readonly events: readonly RunEvent[];
}

const EXTENSION = '.run';

export interface AnnounceOptions {
  /** Pid of the process that ends the run. @default this process */
  readonly pid?: number;
  /** Whether that process ends all processes of the run after a stop request. @default false */
  readonly endsOnStop?: boolean;
}

/**
 * Announces a run, next to the private sockets of its project, unless its processes have no agents. Without a private directory the run is not announced;
 * commands then find its processes as soon as their agents listen.
 *
 * @returns a function that removes the announcement
 */
export function announceRun(
  { id, log, engine, label, commit, package: ofPackage, directory: profiles, root, selection }: RunContext,
  { pid = process.pid, endsOnStop = false }: AnnounceOptions = {},
): () => void {
  const facts: RunFacts = { label, commit, package: ofPackage, directory: profiles, root, selection };
  const announced: AnnouncedRun = { run: id, log, pid, endsOnStop, facts };
  if (!capabilitiesOf(engine).hasLiveCounters) return () => {};
  for (const directory of socketDirectoriesOf(root).filter(({ kind }) => kind !== 'pipes')) {
    const path = join(directory.path, `${id}${EXTENSION}`);
    try {
      makePrivate(directory);
      writeAtomically(path, JSON.stringify(announced));
      return () => {
        removeIfPossible(path);
        removeAbandonedTokens(root, (socket) => socket.runTag === runTagOf(id) && !isRunning(socket.pid));
      };
    } catch {
      // The next directory may be writable.
    }
  }
  return () => {};
}

/** Returns an announced run; `undefined` if it has ended or could not be announced. @param root absolute path of the project */
export function findAnnouncedRun(root: string, run: string): AnnouncedRun | undefined {
  return listAnnouncements(root).find((one) => one.run === run);
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

/**
 * Returns the running processes of announced runs that have loaded no measured file.
 *
 * @param root absolute path of the project
 * @param run id of a run, or `undefined` for all runs
 */
export function findUnmeasuredProcesses(root: string, run?: string): readonly UnmeasuredProcess[] {
  const announcements = listAnnouncements(root).filter((one) => run === undefined || one.run === run);
  return announcements.flatMap((one) => {
    const events = readRunLog(one.log);
    const starts = unmeasuredStartsOf(events);
    const writers = new Set(findLogWriters(one.log, [...new Set(starts.map(({ pid }) => pid))]));
    // A pid may have been used twice.
    const latest = new Map(starts.map((start) => [start.pid, start]));
    return [...latest.values()]
      .filter(({ pid }) => writers.has(pid))
      .map((start) => ({
        run: one.run,
        facts: one.facts,
        start,
        isEndedByCommand: one.endsOnStop && isRunning(one.pid),
        events: events.filter(({ pid }) => pid === start.pid),
      }));
  });
}

/** Removes the announcement if nothing of the run is left: its command was killed. */
function processesOf({ path, pid, log }: Announcement): AnnouncedProcesses {
  const events = readRunLog(log);
  const findRunning = createRunningFinder(log);
  const living = findRunning(livingPids(events));
  const isOver =
    living.length === 0 && findRunning(unmeasuredStartsOf(events).map((start) => start.pid)).length === 0;
  if (isOver && !isRunning(pid)) removeIfPossible(path);
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
    .flatMap(({ path }) => {
      try {
        if (!isPrivateDirectory(path)) return [];
        return readdirSync(path).map((name) => join(path, name));
      } catch {
        return []; // no run of this user was announced there
      }
    })
    .filter((path) => path.endsWith(EXTENSION))
    .map(readAnnouncement)
    .filter((announcement) => announcement !== undefined);
}

/**
 * @returns `undefined` if the run has ended meanwhile, or if the file is not an announcement of this user: commands append to
 * the journal that it leads to
 */
function readAnnouncement(path: string): Announcement | undefined {
  try {
    if (findForeignOwner(path, lstatSync(path)) !== undefined) return undefined;
    const content: unknown = JSON.parse(readRegularFile(path, MAX_ANNOUNCEMENT_BYTES).toString());
    return isAnnouncedRun(content) ? { ...content, path } : undefined;
  } catch {
    return undefined;
  }
}

/** An announcement contains the patterns of the selection. */
const MAX_ANNOUNCEMENT_BYTES = 2 ** 20;

function isAnnouncedRun(value: unknown): value is AnnouncedRun {
  const checks = { run: isRunId, log: isAbsolutePath, pid: isPid, endsOnStop: isFlag, facts: isRunFacts };
  if (!hasFields(value, checks)) return false;
  const { log, facts } = value as unknown as AnnouncedRun;
  return isRunLog(basename(log)) && dirname(log) === facts.directory;
}

const isRunFacts = isRecordOf({
  label: orEmpty(isString, null),
  commit: orEmpty(isString, null),
  package: isProfilePackage,
  directory: isAbsolutePath,
  root: isAbsolutePath,
  selection: isSelection,
});

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The directory belongs to another user now. A later command finds that the run has ended.
  }
}
