/** Waits for promises that an abort signal ends. They leave neither a timer nor a listener. */
import { pauseFor } from '../view/pause-for.js';

/**
 * Waits for a result, at most until the signal is aborted.
 *
 * @throws the reason of the signal; the error of the promise
 */
export async function waitFor<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Waits for a promise that never rejects, at most for a time or until the signal is aborted. @param milliseconds of the time */
export async function waitAtMost(
  promise: Promise<void>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  const settled = new AbortController();
  const onAbort = () => settled.abort();
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  void promise.finally(onAbort);
  await pauseFor(milliseconds, settled.signal);
  signal.removeEventListener('abort', onAbort);
}
