/** Ends a command after a stop request, because watchers such as `tsx watch` outlive the program that they have started. */
import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { awaitProcesses, signalProcess } from './processes.js';

export interface StopWatch {
  /** Returns whether the run was asked to stop. */
  readonly isRequested: () => boolean;
  /** Returns the pids of the measured processes. Their agents end them. */
  readonly pids: () => readonly number[];
  /** Milliseconds that measured processes, and then the command, have to end by themselves. */
  readonly grace: number;
}

/** Milliseconds between two checks. Agents of any process of the run may receive the request. */
const CHECK_INTERVAL = 250;

/** Milliseconds that a command has to end by itself when its programs have ended, as shells and npm do. */
const OWN_END = 500;

/** Waits for a stop request. Then waits for the measured processes, and ends the command if it goes on. */
export function endOnStop(child: ChildProcess, stopWatch: StopWatch): void {
  const timer = setInterval(() => {
    if (!stopWatch.isRequested()) return;
    clearInterval(timer);
    void endCommand(child, stopWatch);
  }, CHECK_INTERVAL);
  timer.unref();
  child.once('close', () => clearInterval(timer));
}

async function endCommand(child: ChildProcess, { pids, grace }: StopWatch): Promise<void> {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  await awaitProcesses(pids(), grace + OWN_END);
  await delay(OWN_END, undefined, { ref: false });
  if (hasEnded()) return;
  child.kill('SIGTERM');
  await delay(grace, undefined, { ref: false });
  if (hasEnded()) return;
  for (const pid of pids()) signalProcess(pid, 'SIGKILL');
  child.kill('SIGKILL');
}
