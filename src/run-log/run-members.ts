/**
 * Finds out which processes belong to a run, to wait for them. They write the run log, or they have inherited the run in
 * their environment. The second proof also holds for programs without covermain's hooks, so only `findLogWriters` allows a
 * signal.
 */
import { readFileSync } from 'node:fs';
import { isLogOfRun, runLogsIn } from '../profile/store/directory-layout.js';
import { RUN_CONTEXT } from '../settings/run-context.js';
import { isRunId } from '../settings/run-id.js';
import { findLogWriters, tellsLogWriters } from './log-writers.js';

export interface RunLocation {
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of its profile directory. */
  readonly directory: string;
}

/** Returns those processes that belong to the run; `undefined` if the system does not tell. */
export function findRunMembers(
  { run, directory }: RunLocation,
  pids: readonly number[],
): readonly number[] | undefined {
  if (!tellsLogWriters()) return undefined;
  const writers = new Set(logsOf(directory, run).flatMap((log) => findLogWriters(log, pids)));
  return pids.filter((pid) => writers.has(pid) || hasInheritedRun(pid, run));
}

function logsOf(directory: string, run: string): readonly string[] {
  try {
    return runLogsIn(directory).filter((log) => isLogOfRun(log, run));
  } catch {
    return []; // the directory cannot be read
  }
}

/** Whether a process was started with the context of a run in its environment. Only Linux tells. */
export function hasInheritedRun(pid: number, run: string): boolean {
  if (process.platform !== 'linux' || !isRunId(run)) return false;
  try {
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return environment.some((variable) => variable.startsWith(`${RUN_CONTEXT}={"id":"${run}"`));
  } catch {
    return false; // it has ended, or belongs to another user
  }
}
