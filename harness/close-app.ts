/** Closes what `main` returned, within a bounded grace. */
import { setTimeout as delay } from 'node:timers/promises';
import { closerOf } from './closable.js';
import { onIdle } from './ends/idle.js';

export type Closed =
  | { readonly result: 'closed' }
  | { readonly result: 'out of grace' }
  | { readonly result: 'failed'; readonly error: unknown };

export interface CloseOptions {
  /** Milliseconds, after which the window ends anyway. */
  readonly grace: number;
  /** Whether the app handles the signal that ended the window, and so stops by itself. */
  readonly stopsByItself: boolean;
}

const CLOSED: Closed = { result: 'closed' };
const OUT_OF_GRACE: Closed = { result: 'out of grace' };

/**
 * Closes `value` if it can be: `Symbol.asyncDispose`, `Symbol.dispose`, `close()`, or a function without
 * parameters. A close that gives a promise is done with that, one that does not when the app has nothing left to
 * do. Waits for at most the grace; never throws.
 */
export async function closeApp(value: unknown, { grace, stopsByItself }: CloseOptions): Promise<Closed> {
  const over = new AbortController();
  let stopWaiting = () => {};
  // Neither of the two keeps the process alive: an app with nothing left to do is closed.
  const idle = new Promise<Closed>((resolve) => {
    stopWaiting = onIdle(() => resolve(CLOSED));
  });
  const outOfGrace = delay(grace, OUT_OF_GRACE, { signal: over.signal, ref: false });
  const closed = close(value).then((result) =>
    result === 'begun' || (result.result === 'closed' && stopsByItself) ? idle : result,
  );
  try {
    return await Promise.race([closed, idle, outOfGrace]);
  } finally {
    stopWaiting();
    over.abort();
  }
}

/** `begun` where the close does not tell when it is done. */
async function close(value: unknown): Promise<Closed | 'begun'> {
  const closer = closerOf(value);
  if (!closer) return CLOSED;
  try {
    const closing = closer();
    if (!isThenable(closing)) return 'begun';
    await closing;
    return CLOSED;
  } catch (error) {
    return isClosedAlready(error) ? CLOSED : { result: 'failed', error };
  }
}

function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | undefined | null)?.then === 'function';
}

/** The app's own signal handler was faster: Node's servers then say that they are not running. */
function isClosedAlready(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'ERR_SERVER_NOT_RUNNING';
}
