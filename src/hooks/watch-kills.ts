/** Observes the signals that the app sends to its child processes. */
import { ChildProcess } from 'node:child_process';

type Kill = (this: ChildProcess, signal?: NodeJS.Signals | number) => boolean;

/** Calls `onKill` with the name or number of each signal before it is sent. */
export function watchKills(onKill: (signal: unknown) => void): void {
  const original: Kill = ChildProcess.prototype.kill;
  const watched: Kill = function kill(signal) {
    onKill(signal);
    return Reflect.apply(original, this, [signal]);
  };
  ChildProcess.prototype.kill = watched;
}
