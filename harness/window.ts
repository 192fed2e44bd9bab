/**
 * The window: starts the app, keeps it running until one of the ends, closes it. Knows nothing of a test runner,
 * so that mocha, node:test and vitest can all hold it open in a test.
 */

import { surviveBrokenPipes } from '../src/platform/broken-pipes.js';
import { CovermainError } from '../src/platform/errors.js';
import { type Closed, closeApp } from './close-app.js';
import { endByAppFailed } from './ends/app-failed.js';
import { endByAppFinished } from './ends/app-finished.js';
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
import { recordWindow } from './record-window.js';
import { type RunningApp, runApp } from './running-app.js';
import { showArgs } from './stand-in.js';
import type { LoadApp } from './start-main.js';
import { stillOpen } from './still-open.js';
import { resolveOptions, type WindowOptions } from './window-options.js';

/**
 * Runs the app until Ctrl+C, SIGTERM, the timeout, a stop request, or its own end, then closes it.
 *
 * @returns how the window ended
 * @throws SettingError for an option or a variable that is out of range; nothing of the app is then loaded
 * @throws whatever the app failed with: what its `main` threw, or an exception that nobody caught
 * @throws CovermainError `LOAD_UNSETTLED`, `CLOSE_FAILED`
 */
export async function openWindow(load: LoadApp, options: WindowOptions = {}): Promise<WindowEnd> {
  const { timeout, grace, stop, args } = resolveOptions(options);
  const sources = [
    endBySignal,
    endByTimeout(timeout),
    endByStopRequest(stop),
    endByAppFinished,
    endByAppFailed,
  ];
  const ends = waitForEnd(sources, logFurtherFailure);
  const restoreArgs = showArgs(args);
  const endRecord = recordWindow();
  logWindowOpened(timeout);

  const app = runApp(load, ends.endWindow, grace);
  const end = await ends.first;
  surviveBrokenPipes();
  endRecord();
  logWindowEnding(end, app.started());
  app.end();
  const closed = await close(app, end, grace);

  restoreArgs();
  return conclude(ends.stop() ?? end, closed, app);
}

async function close(app: RunningApp, end: WindowEnd, grace: number): Promise<Closed> {
  const stopsByItself = end.by === 'signal' && end.isHandledByApp;
  if (stopsByItself) logWaitingForApp(grace);
  const closed = await closeApp(app.started()?.value, { grace, stopsByItself });
  if (closed.result === 'out of grace') logGraceExceeded(grace, stillOpen());
  return closed;
}

function conclude(end: WindowEnd, closed: Closed, app: RunningApp): WindowEnd {
  if (end.by === 'app failed') throw end.error;
  if (end.by === 'app finished' && !app.isLoaded()) {
    throw new CovermainError(
      'LOAD_UNSETTLED',
      'the app never finished loading, and nothing was left that could: expected its top-level awaits to settle. ' +
        'Node ends such a program with code 13',
    );
  }
  if (closed.result === 'failed') {
    throw new CovermainError('CLOSE_FAILED', 'the app failed to close: see the cause', {
      cause: closed.error,
    });
  }
  return end;
}
