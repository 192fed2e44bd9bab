/** Runs an action once for several callers. */

/**
 * Returns a function that runs the action, once at a time. All calls during a run share the next run: the current run may
 * have started too early to include what they need.
 */
export function coalesceCalls<Result>(act: () => Promise<Result>): () => Promise<Result> {
  let running: Promise<Result> | undefined;
  let next: Promise<Result> | undefined;
  const start = () => {
    next = undefined;
    const run = act().finally(() => {
      if (running === run) running = undefined;
    });
    running = run;
    return run;
  };
  return () => {
    if (!running) return start();
    next ??= running.then(start, start);
    return next;
  };
}
