/** Finds the running processes of a run, to wait for them or to describe them. */
import { isRunning } from '../platform/is-running.js';
import { startTickOf } from '../platform/process-table.js';
import { examineLogWriters } from './log-writers.js';

/** Returns those of the pids that belong to running processes of the run. */
export type FindRunning = (pids: readonly number[]) => readonly number[];

/**
 * Returns a function that finds the running processes of a run again and again. Nobody may be signalled by its results: they
 * include processes whose open files cannot be read and, where the system does not list open files, each running process
 * with one of the pids.
 */
export function createRunningFinder(log: string): FindRunning {
  /** The start of each process that was found. A process that has written the log belongs to the run until it ends. */
  const starts = new Map<number, string | undefined>();
  return (pids) => {
    const isKnown = (pid: number) => starts.has(pid) && starts.get(pid) === startTickOf(pid);
    const unknown = pids.filter((pid) => !isKnown(pid));
    const found = examineLogWriters(log, unknown) ?? { writers: unknown.filter(isRunning), unreadable: [] };
    for (const pid of [...found.writers, ...found.unreadable]) starts.set(pid, startTickOf(pid));
    return pids.filter((pid) => isKnown(pid) && isRunning(pid));
  };
}
