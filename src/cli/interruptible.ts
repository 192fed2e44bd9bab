/** Commands that end early by Ctrl+C, or as their terminal is closed, and leave nothing half done. */
import { constants } from 'node:os';
import { ENDING_SIGNALS, type EndingSignal } from '../ending-signals.js';

/**
 * @param command is to be rejected by the reason of the signal, once it is aborted
 * @returns its exit code, 128 + n where signal n ended it
 */
export async function interruptible(command: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interruption = new AbortController();
  const listeners = ENDING_SIGNALS.map((name) => {
    const listener = () => interruption.abort(new Interrupted(name));
    process.on(name, listener);
    return [name, listener] as const;
  });
  try {
    return await command(interruption.signal);
  } catch (error) {
    if (error instanceof Interrupted) return 128 + constants.signals[error.by];
    throw error;
  } finally {
    for (const [name, listener] of listeners) process.off(name, listener);
  }
}

class Interrupted extends Error {
  constructor(readonly by: EndingSignal) {
    super(`ended by ${by}`);
  }
}
