/** Starts the app while its window is open. The start may still be running when the window ends. */
import { closeApp } from './close-app.js';
import type { EndWindow } from './ends/end.js';
import { logAppReady, logLateRejection } from './messages.js';
import { type LoadApp, type StartedApp, startMain } from './start-main.js';

export interface RunningApp {
  /** Returns the app once it is ready. */
  readonly started: () => StartedApp | undefined;
  /** Returns whether the app's module has finished loading. */
  readonly isLoaded: () => boolean;
  /**
   * Notes that the window has ended: from then on an error of `main` is only logged, and its result is closed.
   *
   * @param closesByItself whether the app handles the signal, so that a late result of `main` is not closed
   */
  readonly end: (closesByItself: boolean) => void;
}

/**
 * Starts the app and ends the window if it fails.
 *
 * @param grace milliseconds
 */
export function runApp(load: LoadApp, endWindow: EndWindow, grace: number): RunningApp {
  const opened = performance.now();
  let started: StartedApp | undefined;
  let isLoaded = false;
  let hasEnded = false;
  let isClosedLate = true;
  const loadApp = async () => {
    const loaded = await load();
    isLoaded = true;
    return loaded;
  };
  startMain(loadApp).then(
    async (app) => {
      if (hasEnded) {
        if (isClosedLate) await closeApp(app.value, grace);
        return;
      }
      started = app;
      logAppReady(app, performance.now() - opened);
    },
    (error: unknown) => (hasEnded ? logLateRejection(error) : endWindow({ by: 'app failed', error })),
  );
  return {
    started: () => started,
    isLoaded: () => isLoaded,
    end(closesByItself) {
      hasEnded = true;
      isClosedLate = !closesByItself;
    },
  };
}
