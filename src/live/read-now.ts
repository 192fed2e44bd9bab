/** Reads all counters of a run at a moment, so that a mark or a view does not lag behind the app. */
import { setTimeout as delay } from 'node:timers/promises';
import type { LiveProcess, LiveProcesses } from './live-processes.js';
import type { EndedCounters } from './run-counters.js';

/** Milliseconds that a process may take to end after its agent has. */
const END_TIMEOUT = 5_000;

/** Milliseconds between two looks at a process that ends. */
const INTERVAL = 20;

export interface ReadNowOptions {
  readonly processes: LiveProcesses;
  /** `undefined` until the profile directory is known. */
  readonly ended: () => EndedCounters | undefined;
  /** Whether a process still runs. */
  readonly isAlive: (pid: number) => boolean;
}

/**
 * Reads the counters of running processes, and the files of those that have ended meanwhile.
 *
 * @returns pids of running processes that have not answered
 */
export async function readNow({ processes, ended, isAlive }: ReadNowOptions): Promise<readonly number[]> {
  await processes.update(true);
  const { ending, silent } = await processes.read();
  const isLeft = (one: LiveProcess) => processes.list().includes(one);
  const deadline = performance.now() + END_TIMEOUT;
  // A process writes its file at its end, after its agent has stopped.
  for (;;) {
    ended()?.update();
    if (!ending.some(isLeft) || performance.now() > deadline) break;
    await delay(INTERVAL);
  }
  return [...ending, ...silent]
    .filter(isLeft)
    .map(({ pid }) => pid)
    .filter(isAlive);
}
