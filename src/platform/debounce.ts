/** Postpones work until a thread has been idle for a moment. */

// The app's tests may replace this global later.
const { setTimeout } = globalThis;

/**
 * Returns a function that calls another one, some milliseconds after its own last call. The wait does not keep the process alive.
 *
 * @param delay milliseconds
 */
export function debounce(callback: () => void, delay: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      // A timer that is kept would keep the asynchronous context of the app in which it was created.
      timer = undefined;
      callback();
    }, delay).unref();
    timer.refresh();
  };
}
