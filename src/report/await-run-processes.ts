/**
 * Waits for the processes of a run that outlive its command. Who belongs to the run is looked up again and again: a
 * detached child may start others after the command has ended.
 */
import { readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listPids, newestPid } from '../platform/process-table.js';
import { examineLogWriters } from '../run-log/log-writers.js';
import { endedPids, livingPids, startsOf } from '../run-log/logged-processes.js';
import type { RunEvent } from '../run-log/run-event.js';
import { readRunLog } from '../run-log/run-log.js';
import { hasInheritedRun } from '../run-log/run-members.js';
import { createRunningFinder, type FindRunning } from '../run-log/running-processes.js';
import type { RunContext } from '../settings/run-context.js';

/** Milliseconds between two checks. No event reports the end of another process's child. */
const CHECK_INTERVAL = 50;

/** Milliseconds in which a process loads the hooks, and milliseconds in which it then loads its first measured file. */
const LOAD_TIME = 2_000;

/**
 * Resolves when no process of the run is left that is measured, or that has just started and may be.
 *
 * @param grace maximum milliseconds to wait for measured processes
 * @param logLine logs a line for each process that still runs and gets no signals
 * @returns the pids of measured processes that still run
 */
export async function awaitRunProcesses(
  { id, log }: Pick<RunContext, 'id' | 'log'>,
  grace: number,
  logLine: (line: string) => void,
): Promise<readonly number[]> {
  // The global `performance` takes a millisecond to load.
  const start = process.uptime();
  const findRunning = createRunningFinder(log);
  for (;;) {
    const events = readRunLog(log);
    const running = findRunning(livingPids(events));
    const time = (process.uptime() - start) * 1_000;
    const isOver = running.length === 0 || time >= grace;
    // A process that is about to start is looked for only at first: it may be one that never loads the hooks.
    const mayGrow =
      hasYoungProcess(events, findRunning) || (time < LOAD_TIME && hasUnknownProcess(events, id));
    if (isOver && (!mayGrow || time >= grace + LOAD_TIME)) {
      for (const pid of examineLogWriters(log, running)?.unreadable ?? [])
        logLine(`Process ${pid} gets no signals of this run: this user cannot read which files it has open.`);
      return running;
    }
    await delay(CHECK_INTERVAL);
  }
}

/** Whether a process has just started and may still load measured files. */
function hasYoungProcess(events: readonly RunEvent[], findRunning: FindRunning): boolean {
  const ended = endedPids(events);
  const young = startsOf(events).filter(
    ({ pid, at }) => Date.now() - Date.parse(at) < LOAD_TIME && !ended.has(pid),
  );
  return findRunning(young.map(({ pid }) => pid)).length > 0;
}

/** Whether a process of the run has not loaded the hooks. */
function hasUnknownProcess(events: readonly RunEvent[], run: string): boolean {
  const known = new Set(startsOf(events).map(({ pid }) => pid));
  return findNodeProcesses(run).some((pid) => !known.has(pid));
}

/** Returns the pids of Node processes that have inherited the run, also before they load the hooks. Only on Linux. */
function findNodeProcesses(run: string): readonly number[] {
  const pids = [...(listPids() ?? [])];
  const isYounger = mayBeYounger();
  return pids.filter((pid) => isYounger(pid) && isNodeOfRun(pid, run));
}

/** Seconds in which a system cannot have used all its pids and begun again, which are 32,768 or more. */
const PIDS_LAST = 5;

/**
 * Returns a function that tells whether a pid may be that of a process that was started after this one. Linux counts pids
 * up and starts again at the end, so those above the own are younger, as long as the newest is one of them.
 */
function mayBeYounger(): (pid: number) => boolean {
  const newest = process.uptime() < PIDS_LAST ? newestPid() : undefined;
  const least = newest !== undefined && newest > process.pid ? process.pid : 0;
  return (pid) => pid > least && pid !== process.pid;
}

function isNodeOfRun(pid: number, run: string): boolean {
  try {
    const isNode = basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('node');
    return isNode && hasInheritedRun(pid, run);
  } catch {
    return false; // it has ended, or belongs to another user
  }
}
