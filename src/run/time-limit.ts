/** Ends a command when its time is over. */
import type { ChildProcess } from 'node:child_process';
import { signalProcess } from './processes.js';

export interface TimeLimit {
  /** Milliseconds; `undefined` waits for the command to end by itself. */
  readonly timeout: number | undefined;
  /** Milliseconds that the command then has to end by itself. */
  readonly grace: number;
  /** Processes beside the child that are to end: a shell or npm between us and them does not pass signals on. */
  readonly pids: () => readonly number[];
  readonly onTimeout: () => void;
}

/** SIGTERM when the time is over, SIGKILL when the grace is. */
export function enforceTimeLimit(child: ChildProcess, { timeout, grace, pids, onTimeout }: TimeLimit): void {
  if (timeout === undefined) return;
  const signal = (name: NodeJS.Signals) => {
    for (const pid of new Set([child.pid ?? 0, ...pids()])) if (pid > 0) signalProcess(pid, name);
  };
  let forcing: NodeJS.Timeout | undefined;
  const ending = setTimeout(() => {
    onTimeout();
    signal('SIGTERM');
    forcing = setTimeout(signal, grace, 'SIGKILL');
  }, timeout);
  child.once('close', () => {
    clearTimeout(ending);
    // A shell ends before what it has started, which has its grace all the same.
    forcing?.unref();
  });
}
