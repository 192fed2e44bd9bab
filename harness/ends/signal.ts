/**
 * Ends the window on SIGINT, SIGTERM and SIGHUP.
 *
 * One Ctrl+C arrives several times within milliseconds: the terminal signals the whole process group, and npm, covermain
 * and nyc each pass the signal on. Signals within a second of the first are repeats. They are dropped for covermain's and
 * for the app's handlers, because many apps stop at once on a second signal. A signal after more than a second is a second
 * Ctrl+C: the process stops at once.
 */
import { constants } from 'node:os';
import {
  ENDING_SIGNALS,
  type EndingSignal,
  REPEATED_SIGNAL_INTERVAL,
} from '../../src/platform/ending-signals.js';
import { onSignals } from '../../src/platform/on-signals.js';
import { hasAppListeners, rememberKnownListeners } from './app-listeners.js';
import { markShutdown } from './app-shutdown.js';
import type { EndSource, EndWindow } from './end.js';

type Listeners = Readonly<Record<EndingSignal, () => void>>;

interface SignalState {
  /** Time (`performance.now()`) of the first signal since the last window was opened. */
  firstAt: number | undefined;
  endWindow: EndWindow | undefined;
  /** Whether the app listens for the signal that is being delivered. */
  isHandledByApp: boolean;
}

// One state per process, even if this module is loaded twice, by `require` and by `import`.
const STATE = Symbol.for('covermain.signals');
const shared = process as typeof process & { [STATE]?: SignalState };

/** Returns whether a signal has asked this process to end. Windows that have not opened yet then stay closed. */
export function isInterrupted(): boolean {
  return shared[STATE]?.firstAt !== undefined;
}

/** Ends the window on the first signal. */
export const endBySignal: EndSource = (endWindow) => {
  shared[STATE] ??= listen();
  const state = shared[STATE];
  state.firstAt = undefined;
  state.endWindow = endWindow;
  rememberKnownListeners(ENDING_SIGNALS);
  return () => {
    state.endWindow = undefined;
  };
};

/** Adds the handlers. They stay until the process ends, so that a late repeat of the signal does not kill it. */
function listen(): SignalState {
  const state: SignalState = {
    firstAt: undefined,
    endWindow: undefined,
    isHandledByApp: false,
  };
  const onSignal = (signal: EndingSignal) => () => receive(state, signal, release);
  const signalListeners: Listeners = {
    SIGINT: onSignal('SIGINT'),
    SIGTERM: onSignal('SIGTERM'),
    SIGHUP: onSignal('SIGHUP'),
  };
  watchDelivery(state);
  for (const signal of ENDING_SIGNALS) rebind(signal);
  const removals = ENDING_SIGNALS.map((signal) => onSignals([signal], signalListeners[signal]));
  const stopKeeping = keepListeners(signalListeners);
  const release = () => {
    stopKeeping();
    for (const remove of removals) remove();
  };
  return state;
}

function receive(state: SignalState, signal: EndingSignal, release: () => void): void {
  const now = performance.now();
  if (signal === 'SIGHUP' && state.isHandledByApp) return; // many apps reload their settings on it
  if (state.firstAt !== undefined) {
    if (now - state.firstAt >= REPEATED_SIGNAL_INTERVAL) process.exit(128 + constants.signals[signal]);
  } else if (state.endWindow) {
    state.firstAt = now;
    state.endWindow({ by: 'signal', signal, isHandledByApp: state.isHandledByApp });
  } else {
    // No window is open: the signal has the effect that it has without covermain.
    release();
    process.kill(process.pid, signal);
  }
}

/**
 * Replaces `process.emit`, by which Node delivers a signal. A repeat that is dropped there reaches no listener. Listeners
 * that were added with `once` are still registered there.
 */
function watchDelivery(state: SignalState): void {
  const { emit } = process as { emit: (...args: readonly unknown[]) => boolean };
  const lastAt = new Map<EndingSignal, number>();
  const isRepeat = (signal: EndingSignal) => {
    const now = performance.now();
    if (now - (lastAt.get(signal) ?? Number.NEGATIVE_INFINITY) < REPEATED_SIGNAL_INTERVAL) return true;
    lastAt.set(signal, now);
    return false;
  };
  process.emit = ((...args: readonly unknown[]) => {
    const signal = ENDING_SIGNALS.find((candidate) => candidate === args[0]);
    if (signal) {
      if (isRepeat(signal)) return true;
      state.isHandledByApp = hasAppListeners(signal);
      if (state.isHandledByApp && signal !== 'SIGHUP') markShutdown();
    }
    return Reflect.apply(emit, process, args);
  }) as typeof process.emit;
}

/**
 * Makes Node deliver a signal by the current `process.emit`. Node keeps the one that it found when the first listener was
 * added (docs/notes/signals.md).
 */
function rebind(signal: EndingSignal): void {
  const listeners = process.rawListeners(signal) as NodeJS.SignalsListener[];
  process.removeAllListeners(signal);
  for (const listener of listeners) process.on(signal, listener);
}

/**
 * Adds our listeners again when the app removes all listeners of a signal.
 *
 * @returns function that removes our listeners for good
 */
function keepListeners(signalListeners: Listeners): () => void {
  const onRemoved = (event: unknown, listener: unknown) => {
    const signal = ENDING_SIGNALS.find(
      (candidate) => candidate === event && signalListeners[candidate] === listener,
    );
    if (signal) process.on(signal, signalListeners[signal]);
  };
  process.on('removeListener' as 'SIGINT', onRemoved);
  return () => process.off('removeListener' as 'SIGINT', onRemoved);
}
