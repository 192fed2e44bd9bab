/** Runs commands that a signal can end early without leaving anything half done. */
import { constants } from 'node:os';
import { ENDING_SIGNALS, type EndingSignal } from '../platform/ending-signals.js';
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

class Interrupted extends Error {
  constructor(readonly by: EndingSignal) {
    super(`interrupted by ${by}`);
  }
}
