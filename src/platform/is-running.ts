/** Whether processes run. */
import { readFileSync } from 'node:fs';

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
  return !hasEnded(pid);
}

function hasEnded(pid: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    // The state follows the name of the program, which is in parentheses and may contain any character.
    return /\) [ZX] [^)]*$/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false; // without /proc only the signal tells
  }
}
