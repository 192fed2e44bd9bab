/** Passes the dump signal on to measured processes, because people know the pid of the command, not theirs. */
import { onSignals } from '../platform/on-signals.js';
import { findLogWriters } from '../run-log/log-writers.js';
import { livingPids } from '../run-log/logged-processes.js';
import { readRunLog } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import { signalProcess } from './processes.js';

/** Starts passing the signal on. @returns a function that stops this */
export function relayDumps({ log, controls }: RunContext): () => void {
  const { signal } = controls;
  if (signal === null) return () => {};
  return onSignals([signal], () => {
    for (const pid of findMeasuredWriters(log)) signalProcess(pid, signal);
  });
}

/** Returns the pids of the measured processes that belong to a run, as far as the system tells. Only these may be signalled. */
export function findMeasuredWriters(log: string): readonly number[] {
  return findLogWriters(log, livingPids(readRunLog(log)));
}
