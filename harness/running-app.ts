/** The app while its window is open, and what becomes of a start that takes longer than that. */
import { closeApp } from './close-app.js';
import type { EndWindow } from './ends/end.js';
import { logAppReady, logLateRejection } from './messages.js';
import { type LoadApp, type StartedApp, startMain } from './start-main.js';

export interface RunningApp {
  /** Set once the app is ready. */
  readonly started: () => StartedApp | undefined;
  /** Whether its module has finished loading. */
  readonly isLoaded: () => boolean;
  /** The window has ended: a failure of `main` is a consequence from now on, and what it returns is closed. */
  readonly end: () => void;
}

/** @param grace milliseconds */
export function runApp(load: LoadApp, endWindow: EndWindow, grace: number): RunningApp {
  const opened = performance.now();
  let started: StartedApp | undefined;
  let isLoaded = false;
  let hasEnded = false;
  const loadApp = async () => {
    const loaded = await load();
    isLoaded = true;
    return loaded;
  };
  startMain(loadApp).then(
    async (app) => {
      if (hasEnded) {
        await closeApp(app.value, { grace, stopsByItself: false });
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
    end() {
      hasEnded = true;
    },
  };
}
