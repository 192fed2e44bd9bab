/** Waits for processes that are not children of this process, and signals them. */
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning } from '../platform/is-running.js';
import { listAncestors } from '../platform/process-table.js';
import { isPid } from '../platform/value-checks.js';

/** Milliseconds between two checks. No event reports the end of another process's child. */
const CHECK_INTERVAL = 50;

/**
 * Resolves when all processes have ended, or after a timeout.
 *
 * @param milliseconds maximum time to wait
 * @returns the pids of processes that still run
 */
export async function awaitProcesses(
  pids: readonly number[],
  milliseconds: number,
): Promise<readonly number[]> {
  const deadline = performance.now() + milliseconds;
  let running = pids.filter(isRunning);
  while (running.length > 0 && performance.now() < deadline) {
    await delay(CHECK_INTERVAL);
    running = running.filter(isRunning);
  }
  return running;
}

/**
 * Sends a signal to a process that belongs to the run: see `findLogWriters`. Ignores that the process has ended meanwhile.
 * Never signals this process, its parents, the first process of the system, or a group.
 */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  if (!isPid(pid) || pid === FIRST_PID || pid === process.pid || listAncestors().includes(pid)) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

const FIRST_PID = 1;
