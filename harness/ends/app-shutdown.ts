/** The app's own shutdown, which its signal listeners start. While it runs, the window does not close the app. */
import type { EndingSignal } from '../../src/platform/ending-signals.js';
import { deliverToApp, hasAppListeners } from './app-listeners.js';
import type { WindowEnd } from './end.js';
import { catchOwnDeath } from './own-death.js';

/** Signals by which a stop request or a timeout asks the app to end, the usual one first. */
const REQUESTING_SIGNALS: readonly EndingSignal[] = ['SIGTERM', 'SIGINT'];

// One state per process, even if this module is loaded twice, by `require` and by `import`.
const STATE = Symbol.for('covermain.app-shutdown');
const shared = process as typeof process & { [STATE]?: boolean };

export interface AppShutdown {
  /**
   * Starts the app's shutdown for an end of the window, unless a signal has started it.
   *
   * @returns the signal that the app handles; `undefined` if the window has to close the app
   */
  readonly start: (end: WindowEnd) => EndingSignal | undefined;
  /** Resolves when the app has killed its own process, as far as it knows. */
  readonly finished: Promise<void>;
  readonly stop: () => void;
}

/** Notes that a signal that ends the window is about to reach the app's listeners. */
export function markShutdown(): void {
  shared[STATE] = true;
}

/** Must be called before the app loads. */
export function watchAppShutdown(): AppShutdown {
  shared[STATE] = false;
  const { occurred, stop } = catchOwnDeath(() => shared[STATE] === true);
  return {
    start(end) {
      if (end.by === 'signal') return end.isHandledByApp ? end.signal : undefined;
      if (end.by !== 'stop request' && end.by !== 'timeout') return undefined;
      const signal = REQUESTING_SIGNALS.find(hasAppListeners);
      if (!signal) return undefined;
      markShutdown();
      deliverToApp(signal);
      return signal;
    },
    finished: occurred,
    stop,
  };
}
