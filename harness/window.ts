/**
 * The window: starts the app, keeps it running until the first end, and closes it. It does not depend on a test runner, so
 * tests of mocha, node:test and vitest can all keep it open.
 */
import { surviveBrokenPipes } from '../src/platform/broken-pipes.js';
import { CovermainError } from '../src/platform/errors.js';
import { type Closed, closeApp, waitForAppEnd } from './close-app.js';
import { endByAppFailed } from './ends/app-failed.js';
import { endByAppFinished } from './ends/app-finished.js';
import { type AppShutdown, watchAppShutdown } from './ends/app-shutdown.js';
import type { WindowEnd } from './ends/end.js';
import { endBySignal } from './ends/signal.js';
import { endByStopRequest } from './ends/stop-request.js';
import { endByTimeout } from './ends/timeout.js';
import { waitForEnd } from './ends/wait-for-end.js';
import {
  logFurtherFailure,
  logGraceExceeded,
  logWaitingForApp,
  logWindowEnding,
  logWindowOpened,
} from './messages.js';
import { removeHarnessFrames, withoutOwnFrames } from './own-frames.js';
import { recordWindow } from './record-window.js';
import { type RunningApp, runApp } from './running-app.js';
import { showArgs } from './stand-in.js';
import type { LoadApp } from './start-main.js';
import { stillOpen } from './still-open.js';
import { resolveOptions, type WindowOptions } from './window-options.js';

/**
 * Runs the app until Ctrl+C, SIGTERM, the timeout, a stop request, or its own end. Then closes it.
 *
 * @returns how the window ended
 * @throws SettingError if an option or a variable is out of range; the app is then not loaded
 * @throws the error of the app: one that `main` threw, or an exception that the app does not handle
 * @throws CovermainError `LOAD_UNSETTLED`, `CLOSE_FAILED`
 */
export async function openWindow(load: LoadApp, options: WindowOptions = {}): Promise<WindowEnd> {
  const { timeout, grace, stop, args } = withoutOwnFrames(() => resolveOptions(options));
  const sources = [
    endBySignal,
    endByTimeout(timeout),
    endByStopRequest(stop),
    endByAppFinished,
    endByAppFailed,
  ];
  const ends = waitForEnd(sources, logFurtherFailure);
  const shutdown = watchAppShutdown();
  const restoreArgs = showArgs(args);
  const endRecord = recordWindow();
  logWindowOpened(timeout);

  const app = runApp(load, ends.endWindow, grace);
  const end = await ends.first;
  surviveBrokenPipes();
  endRecord();
  logWindowEnding(end, app.started());
  const closed = await close(app, shutdown, end, grace);

  shutdown.stop();
  restoreArgs();
  const lastEnd = ends.stop() ?? end;
  if (lastEnd.by === 'app failed') throw removeHarnessFrames(lastEnd.error);
  withoutOwnFrames(() => requireOrderlyEnd(lastEnd, closed, app));
  return lastEnd;
}

/** Closes the app, unless its own signal listeners do. So its hooks run once. */
async function close(app: RunningApp, shutdown: AppShutdown, end: WindowEnd, grace: number): Promise<Closed> {
  const signal = shutdown.start(end);
  app.end(signal !== undefined);
  if (signal) logWaitingForApp(signal, grace);
  const closed = await (signal
    ? waitForAppEnd(shutdown.finished, grace)
    : closeApp(app.started()?.value, grace));
  if (closed.result === 'out of grace') logGraceExceeded(grace, stillOpen());
  return closed;
}

/** @throws CovermainError `LOAD_UNSETTLED`, `CLOSE_FAILED` */
function requireOrderlyEnd(end: WindowEnd, closed: Closed, app: RunningApp): void {
  if (end.by === 'app finished' && !app.isLoaded()) {
    throw new CovermainError(
      'LOAD_UNSETTLED',
      'The app did not finish loading: a top-level await never settles, and the process has nothing left to do. ' +
        'Node exits with code 13 in this case. Find the await that waits forever.',
    );
  }
  if (closed.result === 'failed') {
    throw new CovermainError('CLOSE_FAILED', 'The app failed to close: see the cause.', {
      cause: removeHarnessFrames(closed.error),
    });
  }
}
