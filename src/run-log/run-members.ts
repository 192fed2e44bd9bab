/**
 * Finds out which processes belong to a run, to wait for them. They write the run log, or they have inherited the run in
 * their environment. The second proof also holds for programs without covermain's hooks, so only `findLogWriters` allows a
 * signal.
 */
import { readFileSync } from 'node:fs';
import { isLogOfRun, runLogsIn } from '../profile/store/directory-layout.js';
import { startOfEncodedContext } from '../settings/run-context.js';
import { isRunId } from '../settings/run-id.js';
import { canListLogWriters, examineLogWriters } from './log-writers.js';

export interface RunLocation {
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of its profile directory. */
  readonly directory: string;
}

/**
 * Returns those processes that belong to the run, or that may because their open files cannot be read; `undefined` if the
 * system does not list open files.
 */
export function findRunMembers(
  { run, directory }: RunLocation,
  pids: readonly number[],
): readonly number[] | undefined {
  if (!canListLogWriters()) return undefined;
  const found = logsOf(directory, run).map((log) => examineLogWriters(log, pids));
  const members = new Set(found.flatMap((one) => (one ? [...one.writers, ...one.unreadable] : [])));
  return pids.filter((pid) => members.has(pid) || hasInheritedRun(pid, run));
}

function logsOf(directory: string, run: string): readonly string[] {
  try {
    return runLogsIn(directory).filter((log) => isLogOfRun(log, run));
  } catch {
    return []; // the directory cannot be read
  }
}

/** Whether a process was started with the context of a run in its environment. False on other systems than Linux. */
export function hasInheritedRun(pid: number, run: string): boolean {
  if (process.platform !== 'linux' || !isRunId(run)) return false;
  try {
    const start = startOfEncodedContext(run);
    const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return environment.some((variable) => variable.startsWith(start));
  } catch {
    return false; // it has ended, or belongs to another user
  }
}
