/** One action for many who ask at the same time. */

/**
 * Whoever asks while the action runs waits for the next run, together with all others: the one that runs may have
 * begun too early for them.
 */
export function coalesceCalls<Result>(act: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  let next: Promise<Result> | undefined;
  const begin = () => {
    next = undefined;
    const run = act().finally(() => {
      if (running === run) running = undefined;
    });
    running = run;
    return run;
  };
  return () => {
    if (!running) return begin();
    next ??= running.then(begin, begin);
    return next;
  };
}
