/** Waits for a time, for Node and the browser. */

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
