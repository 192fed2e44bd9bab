/** Closes what `main` returned, within a bounded grace. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

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
 * Closes `value` if it can be: `Symbol.asyncDispose`, `Symbol.dispose`, `close()`, or a function. Waits until
 * that is done, or the app has nothing left to do, or the grace is over; never throws.
 */
export async function closeApp(value: unknown, { grace, stopsByItself }: CloseOptions): Promise<Closed> {
  const over = new AbortController();
  const { signal } = over;
  // Neither keeps the process alive: an app with nothing left to do is closed.
  const idle = once(process, 'beforeExit', { signal }).then(() => CLOSED);
  const outOfGrace = delay(grace, OUT_OF_GRACE, { signal, ref: false });
  const closed = close(value).then((result) => (result.result === 'closed' && stopsByItself ? idle : result));
  try {
    return await Promise.race([closed, idle, outOfGrace]);
  } finally {
    over.abort();
  }
}

/** Whether a value has a method that closes it. */
export function isClosable(value: unknown): boolean {
  return typeof value === 'object' && closerOf(value) !== undefined;
}

async function close(value: unknown): Promise<Closed> {
  try {
    await closerOf(value)?.();
    return CLOSED;
  } catch (error) {
    return isClosedAlready(error) ? CLOSED : { result: 'failed', error };
  }
}

/** The asynchronous ones first: what they return tells when it is done (`server.close()` does not). */
function closerOf(value: unknown): (() => unknown) | undefined {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined;
  const members = value as Record<string | symbol, unknown>;
  for (const name of [Symbol.asyncDispose, Symbol.dispose, 'close']) {
    const member = members[name];
    if (typeof member === 'function') return () => member.call(value);
  }
  return typeof value === 'function' ? () => value() : undefined;
}

/** The app's own signal handler was faster: Node's servers then say that they are not running. */
function isClosedAlready(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'ERR_SERVER_NOT_RUNNING';
}
