/**
 * The window: starts the app, keeps it running until one of the ends, closes it. Knows nothing of a test runner,
 * so that mocha, node:test and vitest can all hold it open in a test.
 */
import { CovermainError } from '../src/errors.js';
import { readRunContext } from '../src/run-context.js';
import { readSettings } from '../src/settings/index.js';
import { type Closed, closeApp } from './close-app.js';
import { endByAppFailed } from './ends/app-failed.js';
import { endByAppFinished } from './ends/app-finished.js';
import { describeEnd, type EndWindow, type WindowEnd } from './ends/end.js';
import { endBySignal } from './ends/signal.js';
import { endByStopRequest } from './ends/stop-request.js';
import { endByTimeout } from './ends/timeout.js';
import { waitForEnd } from './ends/wait-for-end.js';
import { sayEnding, sayOpened, sayOutOfGrace, sayReady, sayRejectedLate, sayWaiting } from './messages.js';
import { recordWindow } from './record.js';
import { type LoadApp, type StartedApp, startMain } from './start-main.js';
import { stillOpen } from './still-open.js';
import { rememberSignalListeners, showArgs } from './surroundings.js';

export interface WindowOptions {
  /** Milliseconds until the window ends by itself. @default `COVER_TIMEOUT`, else it waits for Ctrl+C */
  readonly timeout?: number;
  /** Milliseconds the app may take to close. @default `COVER_GRACE`, else 5000 */
  readonly grace?: number;
  /** Ends the window when it is aborted. */
  readonly stop?: AbortSignal;
  /** What the app sees behind `process.argv[1]`. @default what stood behind `--` on the command line */
  readonly args?: readonly string[];
}

/**
 * Runs the app until Ctrl+C, SIGTERM, the timeout, a stop request, or its own end, then closes it.
 *
 * @returns how the window ended
 * @throws SettingError for a setting that cannot be understood; nothing of the app is then loaded
 * @throws whatever the app failed with: what its `main` threw, or an exception that nobody caught
 * @throws CovermainError `CLOSE_FAILED` where closing the app failed
 */
export async function openWindow(load: LoadApp, options: WindowOptions = {}): Promise<WindowEnd> {
  const settings = readSettings(process.env, new Date());
  const {
    timeout = settings.timeout,
    grace = settings.grace,
    args = readRunContext(process.env)?.args,
  } = options;
  const ends = waitForEnd([
    endBySignal,
    endByTimeout(timeout),
    endByStopRequest(options.stop),
    endByAppFinished,
    endByAppFailed,
  ]);
  const restoreArgs = showArgs(args ?? []);
  const hasOwnHandler = rememberSignalListeners();
  const record = recordWindow();
  sayOpened(timeout);

  const app = runApp(load, ends.endWindow, record.ready);
  const end = await ends.first;
  record.ended(describeEnd(end));
  sayEnding(end, app.started);
  const stopsByItself = end.by === 'signal' && hasOwnHandler(end.signal);
  if (stopsByItself) sayWaiting(grace);
  app.hasEnded = true;
  const closed = await closeApp(app.started?.value, { grace, stopsByItself });
  if (closed.result === 'out of grace') sayOutOfGrace(grace, stillOpen());

  restoreArgs();
  return conclude(ends.stop() ?? end, closed);
}

interface RunningApp {
  /** Set once the app is ready. */
  started?: StartedApp;
  /** Set as the window ends: what `main` throws from then on is a consequence, not a failure. */
  hasEnded: boolean;
}

function runApp(load: LoadApp, endWindow: EndWindow, onReady: () => void): RunningApp {
  const app: RunningApp = { hasEnded: false };
  const opened = performance.now();
  startMain(load).then(
    (started) => {
      app.started = started;
      onReady();
      if (!app.hasEnded) sayReady(started, performance.now() - opened);
    },
    (error: unknown) => (app.hasEnded ? sayRejectedLate(error) : endWindow({ by: 'app failed', error })),
  );
  return app;
}

function conclude(end: WindowEnd, closed: Closed): WindowEnd {
  if (end.by === 'app failed') throw end.error;
  if (closed.result === 'failed') {
    throw new CovermainError('CLOSE_FAILED', 'the app failed to close: see the cause', {
      cause: closed.error,
    });
  }
  return end;
}
