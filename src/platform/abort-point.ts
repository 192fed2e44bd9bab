/** Ends long work when a program no longer wants its result. */
import { setTimeout } from 'node:timers/promises';

/**
 * Lets the event loop run, so that a timer or another event can abort the work. Does nothing without a signal.
 *
 * @throws the reason of the signal once it is aborted
 */
export async function passAbortPoint(signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return;
  // Timers that are due run first. An immediate would run before them.
  await setTimeout(0);
  signal.throwIfAborted();
}
