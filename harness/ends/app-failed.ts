/** The window ends when an exception would end the app: when nobody but the test runner listens for it. */
import type { EndSource } from './end.js';

type Listener = (...args: unknown[]) => void;

/**
 * The runner's listeners are set aside while the window is open: mocha's would end the test at once, before the
 * app is closed. Those the app adds are its own business: it handles its exceptions, so the window stays open.
 * An unhandled rejection becomes an uncaught exception by Node's own rule, unless the app listens for it.
 */
export const endByAppFailed: EndSource = (endWindow) => {
  const restoreExceptions = setListenersAside('uncaughtException');
  const restoreRejections = setListenersAside('unhandledRejection');
  let isHandledByApp = false;
  // The monitor sees an exception before those listeners that were added by `once` are gone.
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

function setListenersAside(event: 'uncaughtException' | 'unhandledRejection'): () => void {
  const listeners = process.rawListeners(event) as Listener[];
  for (const listener of listeners) process.removeListener(event, listener);
  return () => {
    for (const listener of listeners) process.on(event, listener);
  };
}
