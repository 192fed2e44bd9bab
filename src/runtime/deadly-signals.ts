/**
 * Signals that kill a process unless it handles them, and which of them the app handles. A crash is not handled by
 * covermain, so that its core dump stays as it is.
 */
import { constants } from 'node:os';
import { SHARED_STATE } from '../platform/shared-state.js';

const DEADLY_SIGNALS: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK']
    : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU'];

/** @param dumpSignal signal that dumps the profile and so does not kill the process */
export function deadlySignals(dumpSignal: NodeJS.Signals | null): readonly NodeJS.Signals[] {
  return DEADLY_SIGNALS.filter((signal) => signal !== dumpSignal);
}

/** Records in the shared state whether the app has a listener for a signal. The main thread calls this. */
export function setHandledByApp(state: Int32Array, signal: NodeJS.Signals, isHandled: boolean): void {
  if (isHandled) Atomics.or(state, SHARED_STATE.handledSignals, bitOf(signal));
  else Atomics.and(state, SHARED_STATE.handledSignals, ~bitOf(signal));
}

/** Returns whether the app has a listener for a signal, in any thread. */
export function isHandledByApp(state: Int32Array, signal: NodeJS.Signals): boolean {
  return (Atomics.load(state, SHARED_STATE.handledSignals) & bitOf(signal)) !== 0;
}

/** The numbers of all deadly signals are below 32. */
function bitOf(signal: NodeJS.Signals): number {
  return 1 << constants.signals[signal];
}
