/** Limits the time of work that another signal can abort, too. */

import ms from 'ms';
import { CovermainError } from '../platform/errors.js';

export interface Deadline {
  /** Aborted after the time, or with the reason of the other signal. */
  readonly signal: AbortSignal;
  /** Releases the timer and the listener. */
  readonly end: () => void;
}

/**
 * Starts a deadline. `AbortSignal.any` is not used: in Node 20, signals that it has combined with one of long life are never released.
 *
 * @param timeout milliseconds
 * @param problem what has happened when the time is over, without the time
 */
export function startDeadline(
  parent: AbortSignal,
  timeout: number,
  problem = 'It did not answer within',
): Deadline {
  const controller = new AbortController();
  const onParent = () => controller.abort(parent.reason);
  if (parent.aborted) onParent();
  parent.addEventListener('abort', onParent, { once: true });
  const timer = setTimeout(() => controller.abort(timedOut(problem, timeout)), timeout);
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      parent.removeEventListener('abort', onParent);
    },
  };
}

/** Runs work with a deadline, whose signal it must obey. @throws as `startDeadline`; the error of the work */
export async function withDeadline<Value>(
  parent: AbortSignal,
  timeout: number,
  problem: string,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const deadline = startDeadline(parent, timeout, problem);
  try {
    return await work(deadline.signal);
  } finally {
    deadline.end();
  }
}

function timedOut(problem: string, timeout: number): CovermainError {
  return new CovermainError(
    'AGENT_FAILED',
    `${problem} ${ms(timeout)}. Try again, or set a longer --timeout.`,
  );
}

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

/** Waits for a time, at most until the signal is aborted. @param milliseconds of the time */
export function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
}
