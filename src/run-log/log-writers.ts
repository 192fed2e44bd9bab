/**
 * Finds out which processes belong to a run. Anybody who can write a run log can name any process in it, and an ended
 * process leaves its pid to another. So a line of a log proves nothing: a process belongs to the run if it has the run log
 * open for appending. Processes with covermain's hooks keep it open until they end, and pass it on to no child.
 */
import { type Stats, statSync } from 'node:fs';
import { findForeignOwner } from '../platform/foreign-access.js';
import { isRunning } from '../platform/is-running.js';
import { listPids, startTimeOf } from '../platform/process-table.js';
import { isPid } from '../platform/value-checks.js';
import { hasLsof, listWritersByLsof } from './lsof-writers.js';
import { isAppendedBy } from './proc-writers.js';

export interface LogWriters {
  /** Processes that have the log open for appending. */
  readonly writers: readonly number[];
  /**
   * Processes that may have it open, because this user cannot read what they have open: programs with capabilities, and
   * those that `sudo` has started. They may be waited for, but get no signals. Always empty without `/proc`.
   */
  readonly unreadable: readonly number[];
}

const NONE: LogWriters = { writers: [], unreadable: [] };

/**
 * Returns those processes that have the log open for appending. None if the log belongs to another user, and none if the
 * system does not list them: Windows, and systems without `/proc` and `lsof`.
 */
export function findLogWriters(
  log: string,
  pids: readonly number[],
  platform: NodeJS.Platform = process.platform,
): readonly number[] {
  return examineLogWriters(log, pids, platform)?.writers ?? [];
}

/** Whether the system lists the processes that write a log. */
export function canListLogWriters(): boolean {
  if (process.platform === 'win32') return false;
  return process.platform === 'linux' || hasLsof();
}

/** Returns what the open files of processes show; `undefined` if the system does not list them. */
export function examineLogWriters(
  log: string,
  pids: readonly number[],
  platform: NodeJS.Platform = process.platform,
): LogWriters | undefined {
  if (platform === 'win32') return undefined;
  const stats = statOf(log);
  if (!stats || findForeignOwner(log, stats) !== undefined) return NONE;
  const living = findLiving(pids);
  if (living.length === 0) return NONE;
  if (platform === 'linux') return examineByProc(living, stats);
  const writers = listWritersByLsof(log);
  return writers && { writers: living.filter((pid) => writers.has(pid)), unreadable: [] };
}

function examineByProc(pids: readonly number[], log: Stats): LogWriters {
  const answers = pids.map((pid) => ({ pid, isWriter: isAppendedBy(pid, log) }));
  return {
    writers: answers.filter(({ isWriter }) => isWriter === true).map(({ pid }) => pid),
    unreadable: answers
      .filter(({ pid, isWriter }) => isWriter === undefined && mayHaveOpened(pid, log))
      .map(({ pid }) => pid),
  };
}

/** Milliseconds that a busy system needs between the start of the first process of a run and its first event. */
const START_TIME = 60_000;

/** Whether a process is young enough to belong to the run. Services of the system are older than the log. */
function mayHaveOpened(pid: number, { birthtimeMs }: Stats): boolean {
  const start = startTimeOf(pid);
  return pid !== FIRST_PID && start !== undefined && start > birthtimeMs - START_TIME;
}

const FIRST_PID = 1;

/** Returns those pids that any process has. A forged log can name a million. */
function findLiving(pids: readonly number[]): readonly number[] {
  const all = pids.length > 1 ? listPids() : undefined;
  const existing = all === undefined ? pids : pids.filter((pid) => all.has(pid));
  return [...new Set(existing)].filter((pid) => isPid(pid) && isRunning(pid));
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined; // it was removed, or cannot be reached
  }
}
