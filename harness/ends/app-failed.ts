/** Ends the window on an exception that would end the app, because only the test runner listens for it. */
import type { EndSource } from './end.js';

type Listener = (...args: unknown[]) => void;

/**
 * Removes the runner's listeners while the window is open, because mocha's would end the test before the app is closed. If
 * the app adds its own listeners, it handles its exceptions, so the window stays open. Node turns an unhandled rejection
 * into an uncaught exception, unless the app listens for it.
 */
export const endByAppFailed: EndSource = (endWindow) => {
  const restoreExceptions = removeListeners('uncaughtException');
  const restoreRejections = removeListeners('unhandledRejection');
  let isHandledByApp = false;
  // The monitor runs before the listeners that were added with `once` are removed.
  const onMonitor = () => {
    isHandledByApp = process.listenerCount('uncaughtException') > 1;
  };
  const onException = (error: unknown) => {
    if (!isHandledByApp) endWindow({ by: 'app failed', error });
  };
  process.on('uncaughtExceptionMonitor', onMonitor);
  process.on('uncaughtException', onException);
  return () => {
    process.off('uncaughtExceptionMonitor', onMonitor);
    process.off('uncaughtException', onException);
    restoreExceptions();
    restoreRejections();
  };
};

/** @returns function that adds the listeners again */
function removeListeners(event: 'uncaughtException' | 'unhandledRejection'): () => void {
  const listeners = process.rawListeners(event) as Listener[];
  for (const listener of listeners) process.removeListener(event, listener);
  return () => {
    for (const listener of listeners) process.on(event, listener);
  };
}
