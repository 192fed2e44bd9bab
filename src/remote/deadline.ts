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
