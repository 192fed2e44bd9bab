/** Closes the value that `main` returned, or waits for an app that closes by itself, at most for the grace. */
import { setTimeout as delay } from 'node:timers/promises';
import { closerOf } from './closable.js';
import { onIdle } from './ends/idle.js';

export type Closed =
  | { readonly result: 'closed' }
  | { readonly result: 'out of grace' }
  | { readonly result: 'failed'; readonly error: unknown };

const CLOSED: Closed = { result: 'closed' };
const OUT_OF_GRACE: Closed = { result: 'out of grace' };

/**
 * Closes `value` if possible: with `Symbol.asyncDispose`, `Symbol.dispose`, `close()`, or by calling it if it is a function
 * without parameters. If closing returns a promise, the app is closed when the promise resolves. Otherwise it is closed
 * when the app has nothing left to do. Waits at most the grace. Never throws.
 *
 * @param grace milliseconds after which the window ends even if the app is not closed
 */
export function closeApp(value: unknown, grace: number): Promise<Closed> {
  return waitAtMost(close(value), grace);
}

/**
 * Waits until an app that closes by itself has ended: until `ended` resolves or the app has nothing left to do.
 *
 * @param grace milliseconds after which the window ends even if the app goes on
 */
export function waitForAppEnd(ended: Promise<void>, grace: number): Promise<Closed> {
  return waitAtMost(
    ended.then(() => CLOSED),
    grace,
  );
}

async function waitAtMost(closing: Promise<Closed | 'started'>, grace: number): Promise<Closed> {
  const over = new AbortController();
  let stopWaiting = () => {};
  // Neither promise keeps the process alive, because an app with nothing left to do is closed.
  const idle = new Promise<Closed>((resolve) => {
    stopWaiting = onIdle(() => resolve(CLOSED));
  });
  const outOfGrace = delay(grace, OUT_OF_GRACE, { signal: over.signal, ref: false });
  const closed = closing.then((result) => (result === 'started' ? idle : result));
  try {
    return await Promise.race([closed, idle, outOfGrace]);
  } finally {
    stopWaiting();
    over.abort();
  }
}

/** Returns `started` if the close does not return a promise, so that its end is unknown. */
async function close(value: unknown): Promise<Closed | 'started'> {
  const closer = closerOf(value);
  if (!closer) return CLOSED;
  try {
    const closing = closer();
    if (!isThenable(closing)) return 'started';
    await closing;
    return CLOSED;
  } catch (error) {
    return isAlreadyClosed(error) ? CLOSED : { result: 'failed', error };
  }
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | undefined | null)?.then === 'function';
}

/** Returns whether the app has closed the server before: Node then throws this error. */
function isAlreadyClosed(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'ERR_SERVER_NOT_RUNNING';
}
