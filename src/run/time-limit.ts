/** Ends a command after a timeout. */
import type { ChildProcess } from 'node:child_process';
import { signalProcess } from './processes.js';

export interface TimeLimit {
  /** Milliseconds; `undefined` waits until the command ends by itself. */
  readonly timeout: number | undefined;
  /** Milliseconds that the command has to end by itself after the timeout. */
  readonly grace: number;
  /**
   * Returns pids of further processes to end: a shell or npm between covermain and the program does not pass signals on.
   */
  readonly pids: () => readonly number[];
  readonly onTimeout: () => void;
}

/** Sends SIGTERM after the timeout, and SIGKILL after the grace. */
export function enforceTimeLimit(child: ChildProcess, { timeout, grace, pids, onTimeout }: TimeLimit): void {
  if (timeout === undefined) return;
  const signalAll = (name: NodeJS.Signals) => {
    for (const pid of new Set([child.pid ?? 0, ...pids()])) if (pid > 0) signalProcess(pid, name);
  };
  let killTimer: NodeJS.Timeout | undefined;
  const timer = setTimeout(() => {
    onTimeout();
    signalAll('SIGTERM');
    killTimer = setTimeout(signalAll, grace, 'SIGKILL');
  }, timeout);
  child.once('close', () => {
    clearTimeout(timer);
    // A shell ends before the programs that it started, and these keep their grace.
    killTimer?.unref();
  });
}
