/**
 * The window ends on SIGINT and SIGTERM.
 *
 * A person's one Ctrl+C arrives several times within milliseconds: from the terminal, which signals the whole
 * process group, and from npm, covermain and nyc, which each pass it on. What comes within a second of the first
 * is the same wish, and neither we nor the app's own handlers, which live beside ours, see the repeats: many
 * apps take a second signal for "now". Later than a second it is a second wish: stop at once.
 */
import { constants } from 'node:os';
import type { EndSource, EndWindow } from './end.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

type EndingSignal = (typeof SIGNALS)[number];

/** Milliseconds within which signals are one wish. */
const SAME_WISH = 1_000;

interface SignalState {
  /** When the first signal came since the last window was opened, by `performance.now()`. */
  firstAt: number | undefined;
  endWindow: EndWindow | undefined;
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
  return () => {
    state.endWindow = undefined;
  };
};

/** The handlers stay for the life of the process: a repeat that comes late must not kill it. */
function listen(): SignalState {
  const state: SignalState = { firstAt: undefined, endWindow: undefined };
  dropRepeats();
  for (const signal of SIGNALS) {
    rebind(signal);
    process.on(signal, () => receive(state, signal));
  }
  return state;
}

function receive(state: SignalState, signal: EndingSignal): void {
  const now = performance.now();
  const isFirst = state.firstAt === undefined;
  state.firstAt ??= now;
  if (isFirst && state.endWindow) state.endWindow({ by: 'signal', signal });
  else if (isFirst || now - state.firstAt >= SAME_WISH) process.exit(128 + constants.signals[signal]);
}

/** Node delivers a signal by `process.emit`; one that is dropped there reaches nobody. */
function dropRepeats(): void {
  const { emit } = process as { emit: (...args: readonly unknown[]) => boolean };
  const lastAt = new Map<unknown, number>();
  const isRepeat = (event: unknown) => {
    if (!SIGNALS.some((signal) => signal === event)) return false;
    const now = performance.now();
    if (now - (lastAt.get(event) ?? Number.NEGATIVE_INFINITY) < SAME_WISH) return true;
    lastAt.set(event, now);
    return false;
  };
  process.emit = ((...args: readonly unknown[]) =>
    isRepeat(args[0]) || Reflect.apply(emit, process, args)) as typeof process.emit;
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
