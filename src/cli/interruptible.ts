/** Runs commands that a signal can end early without leaving anything half done. */
import { constants } from 'node:os';
import { ENDING_SIGNALS, type EndingSignal, REPEATED_SIGNAL_INTERVAL } from '../platform/ending-signals.js';
import { onSignals } from '../platform/on-signals.js';

/**
 * Runs a command that Ctrl+C, SIGTERM or SIGHUP aborts.
 *
 * The listeners stay after the command has finished: a signal that arrives while the process exits must not make
 * finished work look interrupted.
 *
 * @param command rejects with the reason of its signal once that is aborted
 * @returns the exit code of the command, or 128 + n when signal n aborted it
 */
export async function runInterruptibly(command: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interruption = new AbortController();
  onSignals(ENDING_SIGNALS, (name) => interruption.abort(new Interrupted(name)));
  try {
    return await command(interruption.signal);
  } catch (error) {
    if (error instanceof Interrupted) return 128 + constants.signals[error.by];
    throw error;
  }
}

/** Returns a signal that the first Ctrl+C, SIGTERM or SIGHUP aborts. A second one ends the process as usual. */
export function abortOnFirstSignal(): AbortSignal {
  const interruption = new AbortController();
  const stop = onSignals(ENDING_SIGNALS, () => {
    stop();
    interruption.abort();
  });
  return interruption.signal;
}

export interface EndSignals {
  /** Aborted by the first signal. */
  readonly end: AbortSignal;
  /** Aborted by the second signal, or with the first one. */
  readonly stop: AbortSignal;
}

export interface RunUntilSignalsOptions {
  /** Whether the first signal stops the command. Otherwise it has something to finish. */
  readonly isStoppedAtOnce: boolean;
  /** Called when the first signal arrives and the command has something to finish. */
  readonly onEnd: () => void;
}

/**
 * Runs a command that goes on until Ctrl+C, SIGTERM or SIGHUP, and keeps what it has done. A second signal within a second is a copy
 * of the first: npm and other parents pass Ctrl+C on.
 *
 * @returns the exit code of the command, or 128 + n when signal n stopped it
 */
export async function runUntilSignals(
  command: (signals: EndSignals) => Promise<number>,
  { isStoppedAtOnce, onEnd }: RunUntilSignalsOptions,
): Promise<number> {
  const [ending, stopping] = [new AbortController(), new AbortController()];
  let first: number | undefined;
  let stoppedBy: EndingSignal | undefined;
  const stop = (name: EndingSignal) => {
    stoppedBy ??= name;
    stopping.abort(new Interrupted(name));
  };
  onSignals(ENDING_SIGNALS, (name) => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      ending.abort(new Interrupted(name));
      if (isStoppedAtOnce) stop(name);
      else onEnd();
    } else if (now - first >= REPEATED_SIGNAL_INTERVAL) stop(name);
  });
  try {
    const exitCode = await command({ end: ending.signal, stop: stopping.signal });
    return stoppedBy === undefined ? exitCode : 128 + constants.signals[stoppedBy];
  } catch (error) {
    if (error instanceof Interrupted) return 128 + constants.signals[error.by];
    throw error;
  }
}

class Interrupted extends Error {
  constructor(readonly by: EndingSignal) {
    super(`interrupted by ${by}`);
  }
}
