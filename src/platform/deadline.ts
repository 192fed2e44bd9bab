/** Limits the time of work. */

export interface DeadlineOptions {
  /** Milliseconds. */
  readonly timeout: number;
  /** Returns the reason with which the signal is aborted when the time is over. */
  readonly toReason: () => unknown;
  /** Ends the work before its time is over. @default none */
  readonly parent?: AbortSignal | undefined;
}

/**
 * Runs work whose signal is aborted after a time, or with the reason of another signal. The work must obey the signal.
 *
 * `AbortSignal.timeout` and `AbortSignal.any` are not used: Node 20 collects the first as garbage while it is waited for, and never
 * releases signals that the second has combined with one of long life.
 */
export async function withDeadline<Value>(
  { timeout, toReason, parent }: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const controller = new AbortController();
  const onParent = () => controller.abort(parent?.reason);
  if (parent?.aborted) onParent();
  parent?.addEventListener('abort', onParent, { once: true });
  const timer = setTimeout(() => controller.abort(toReason()), timeout);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    parent?.removeEventListener('abort', onParent);
  }
}
