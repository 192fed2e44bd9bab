/** Ends long work when a program no longer wants its result. */
import { setImmediate, setTimeout } from 'node:timers/promises';

/**
 * Lets the event loop run one whole turn, so that a timer, an immediate or another event can abort the work. Does nothing
 * without a signal.
 *
 * @throws the reason of the signal once it is aborted
 */
export async function passAbortPoint(signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return;
  // A timer runs after the timers that are due, an immediate after those that wait. Either alone would precede the other kind.
  await setTimeout(0);
  await setImmediate();
  signal.throwIfAborted();
}
