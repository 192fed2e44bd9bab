/** Passes each signal that this process receives on to a program, unless the program has received it by itself. */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { REPEATED_SIGNAL_INTERVAL } from '../platform/ending-signals.js';
import { onSignals } from '../platform/on-signals.js';
import { type GroupSentinel, openGroupSentinel } from './group-sentinel.js';
import type { PassSignals } from './run-command-line.js';
import type { SignalRelay } from './signal-relay.js';

/** Signals with which people and supervisors control a program, besides those that end it. */
const FURTHER_SIGNALS = ['SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGALRM', 'SIGIO'] as const;

export interface PassSignalsOptions {
  readonly signals: SignalRelay;
  /** The dump signal, which measured processes receive in another way. */
  readonly dumpSignal: NodeJS.Signals | null;
}

/** Returns a function that starts passing signals on. On Windows the console signals all its processes. */
export function passSignalsOnce({ signals, dumpSignal }: PassSignalsOptions): PassSignals {
  return (child) => {
    if (process.platform === 'win32') return { stop: signals.follow(() => {}), wasForced: () => false };
    const sentinel = openGroupSentinel();
    const receive = createReceiver(child, sentinel);
    const further = FURTHER_SIGNALS.filter((name) => name in constants.signals && name !== dumpSignal);
    const stops = [signals.follow(receive), onSignals(further, receive), sentinel.close];
    return {
      stop() {
        for (const stop of stops) stop();
      },
      wasForced: () => false,
    };
  };
}

/**
 * After one Ctrl+C, npm and other parents pass the signal on, too. The program has received it from the terminal then,
 * so their copies are dropped.
 */
function createReceiver(child: ChildProcess, sentinel: GroupSentinel): (signal: NodeJS.Signals) => void {
  const reachedAt = new Map<NodeJS.Signals, number>();
  return async (signal) => {
    const receivedAt = performance.now();
    if (await sentinel.hasReached(signal)) {
      reachedAt.set(signal, receivedAt);
      return;
    }
    const groupAt = reachedAt.get(signal);
    if (groupAt !== undefined && receivedAt - groupAt < REPEATED_SIGNAL_INTERVAL) return;
    child.kill(signal);
  };
}
