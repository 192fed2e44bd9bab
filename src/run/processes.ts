/** Processes that are none of our children. */
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning } from '../platform/is-running.js';

/** Milliseconds between two looks: no event tells of the end of another's child. */
const LOOK_EVERY = 50;

/**
 * Resolves once all processes have ended, or the time is over.
 *
 * @param milliseconds how long to wait at most
 * @returns the pids of those that still run
 */
export async function awaitProcesses(
  pids: readonly number[],
  milliseconds: number,
): Promise<readonly number[]> {
  const deadline = performance.now() + milliseconds;
  let running = pids.filter(isRunning);
  while (running.length > 0 && performance.now() < deadline) {
    await delay(LOOK_EVERY);
    running = running.filter(isRunning);
  }
  return running;
}

/** Sends a signal to a process that may have ended by itself in the meantime, so that its pid is another user's now. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
