/**
 * The window ends on SIGINT, SIGTERM and SIGHUP.
 *
 * A person's one Ctrl+C arrives several times within milliseconds: from the terminal, which signals the whole
 * process group, and from npm, covermain and nyc, which each pass it on. What comes within a second of the first
 * is the same wish, and neither we nor the app's own handlers, which live beside ours, see a signal repeated: many
 * apps take the second for "now". Later than a second it is a second wish: stop at once.
 */
import { constants } from 'node:os';
import {
  ENDING_SIGNALS,
  type EndingSignal,
  REPEATED_SIGNAL_INTERVAL,
} from '../../src/platform/ending-signals.js';
import { onSignals } from '../../src/platform/on-signals.js';
import type { EndSource, EndWindow } from './end.js';

type Listeners = Readonly<Record<EndingSignal, () => void>>;

interface SignalState {
  /** When the first signal came since the last window was opened, by `performance.now()`. */
  firstAt: number | undefined;
  endWindow: EndWindow | undefined;
  /** Who listened as the window was opened: we, the test runner, nyc. */
  known: ReadonlySet<unknown>;
  /** Whether the app listens for the signal that is being delivered. */
  isHandledByApp: boolean;
}

// One per process, also where this module is loaded twice, by `require` and by `import`.
const STATE = Symbol.for('covermain.signals');
const shared = process as typeof process & { [STATE]?: SignalState };

/** Whether a signal has asked this process to end; windows that were still to open then stay closed. */
export function isInterrupted(): boolean {
  return shared[STATE]?.firstAt !== undefined;
}

export const endBySignal: EndSource = (endWindow) => {
  shared[STATE] ??= listen();
  const state = shared[STATE];
  state.firstAt = undefined;
  state.endWindow = endWindow;
  state.known = new Set(ENDING_SIGNALS.flatMap((signal) => process.listeners(signal)));
  return () => {
    state.endWindow = undefined;
  };
};

/** The handlers stay for the life of the process: a repeat that comes late must not kill it. */
function listen(): SignalState {
  const state: SignalState = {
    firstAt: undefined,
    endWindow: undefined,
    known: new Set(),
    isHandledByApp: false,
  };
  const onSignal = (signal: EndingSignal) => () => receive(state, signal, release);
  const ours: Listeners = {
    SIGINT: onSignal('SIGINT'),
    SIGTERM: onSignal('SIGTERM'),
    SIGHUP: onSignal('SIGHUP'),
  };
  watchDelivery(state);
  for (const signal of ENDING_SIGNALS) rebind(signal);
  const removals = ENDING_SIGNALS.map((signal) => onSignals([signal], ours[signal]));
  const putNoneBack = putBack(ours);
  const release = () => {
    putNoneBack();
    for (const remove of removals) remove();
  };
  return state;
}

function receive(state: SignalState, signal: EndingSignal, release: () => void): void {
  const now = performance.now();
  if (signal === 'SIGHUP' && state.isHandledByApp) return; // to many apps it means "read your settings again"
  if (state.firstAt !== undefined) {
    if (now - state.firstAt >= REPEATED_SIGNAL_INTERVAL) process.exit(128 + constants.signals[signal]);
  } else if (state.endWindow) {
    state.firstAt = now;
    state.endWindow({ by: 'signal', signal, isHandledByApp: state.isHandledByApp });
  } else {
    // No window is open any more: the signal does what it would have done without us.
    release();
    process.kill(process.pid, signal);
  }
}

/**
 * Node delivers a signal by `process.emit`. One that is dropped there reaches nobody; and there it can be seen who
 * listens, before listeners that were added by `once` are gone.
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
      state.isHandledByApp = process.listeners(signal).some((listener) => !state.known.has(listener));
    }
    return Reflect.apply(emit, process, args);
  }) as typeof process.emit;
}

/**
 * Has Node deliver a signal by today's `process.emit`: it keeps the one it found when the first listener came
 * (docs/notes/signals.md).
 */
function rebind(signal: EndingSignal): void {
  const listeners = process.rawListeners(signal) as NodeJS.SignalsListener[];
  process.removeAllListeners(signal);
  for (const listener of listeners) process.on(signal, listener);
}

/** Puts our listeners back where the app removes all listeners of a signal; gives what ends that. */
function putBack(ours: Listeners): () => void {
  const onRemoved = (event: unknown, listener: unknown) => {
    const signal = ENDING_SIGNALS.find((candidate) => candidate === event && ours[candidate] === listener);
    if (signal) process.on(signal, ours[signal]);
  };
  process.on('removeListener' as 'SIGINT', onRemoved);
  return () => process.off('removeListener' as 'SIGINT', onRemoved);
}
