/** The time limit of `--timeout`. */
import ms from 'ms';
import { withDeadline } from '../platform/deadline.js';
import { CovermainError } from '../platform/errors.js';

export interface CollectionTimeout {
  /** Milliseconds. */
  readonly timeout: number;
  /** Stops the collection. */
  readonly stop: AbortSignal;
  /** What has happened when the time is over, without the time. */
  readonly problem: string;
}

/** Runs a part of a collection, which must obey the signal. @throws CovermainError `AGENT_FAILED` as its reason; the error of the work */
export function withCollectionTimeout<Value>(
  { timeout, stop, problem }: CollectionTimeout,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const toReason = () =>
    new CovermainError('AGENT_FAILED', `${problem} ${ms(timeout)}. Try again, or set a longer --timeout.`);
  return withDeadline({ timeout, toReason, parent: stop }, work);
}
