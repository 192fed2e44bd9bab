/**
 * The window ends on SIGINT and SIGTERM.
 *
 * A person's one Ctrl+C arrives several times within milliseconds: from the terminal, which signals the whole
 * process group, and from npm, covermain and nyc, which each pass it on. So a handler stays for the life of the
 * process and takes what comes within a second of the first as the same wish. It lives beside the app's own
 * handlers. Later than a second it is a second wish: stop now.
 */
import { constants } from 'node:os';
import type { EndSource, EndWindow } from './end.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Milliseconds within which signals are one wish. */
const SAME_WISH = 1_000;

interface SignalState {
  /** When the first signal came, by `performance.now()`. */
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

function listen(): SignalState {
  const state: SignalState = { firstAt: undefined, endWindow: undefined };
  for (const signal of SIGNALS) process.on(signal, () => receive(state, signal));
  return state;
}

function receive(state: SignalState, signal: (typeof SIGNALS)[number]): void {
  const now = performance.now();
  const isFirst = state.firstAt === undefined;
  state.firstAt ??= now;
  if (isFirst && state.endWindow) state.endWindow({ by: 'signal', signal });
  else if (isFirst || now - state.firstAt >= SAME_WISH) process.exit(128 + constants.signals[signal]);
}
