/** Commands that end early by Ctrl+C, or as their terminal is closed, and leave nothing half done. */
import { constants } from 'node:os';
import { ENDING_SIGNALS, type EndingSignal } from '../platform/ending-signals.js';

/**
 * Signals go on being heard when the command is done: one that comes as the process ends must not make of what was done
 * something that was interrupted.
 *
 * @param command is to be rejected by the reason of the signal, once it is aborted
 * @returns its exit code, 128 + n where signal n ended it
 */
export async function runInterruptibly(command: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interruption = new AbortController();
  for (const name of ENDING_SIGNALS) process.on(name, () => interruption.abort(new Interrupted(name)));
  try {
    return await command(interruption.signal);
  } catch (error) {
    if (error instanceof Interrupted) return 128 + constants.signals[error.by];
    throw error;
  }
}

class Interrupted extends Error {
  constructor(readonly by: EndingSignal) {
    super(`ended by ${by}`);
  }
}
