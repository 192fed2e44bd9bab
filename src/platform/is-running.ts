/** Whether processes run. */
import { stateOf } from './process-table.js';

/**
 * Returns whether a process with this pid runs. A process that has ended stays in the system's table until its parent
 * reads its status. On Linux, where `/proc` tells, it does not run.
 */
export function isRunning(pid: number): boolean {
  if (pid <= 0) return false; // a signal to a group
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM means that it runs as another user. Other errors refuse numbers that are no pids.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return !ENDED_STATES.has(stateOf(pid));
}

/** Zombie and dead. Where the system tells no state, only the signal tells. */
const ENDED_STATES: ReadonlySet<string | undefined> = new Set(['Z', 'X']);
