/** The test main: the app's `main` as one mocha test, which is pending unless it is asked for. */
import { GATE_VARIABLE, isGateOpen } from '../src/settings/gate.js';
import { isInterrupted } from './ends/signal.js';
import { isStopped } from './ends/stop-request.js';
import { logWindowSkipped } from './messages.js';
import { isStartedAgain, standInForMain } from './stand-in.js';
import { type LoadApp, startMain } from './start-main.js';
import { openWindow } from './window.js';
import type { WindowOptions } from './window-options.js';

export interface TestMainOptions extends WindowOptions {
  /** Title of the test; several in one file need several titles. @default 'main' */
  readonly title?: string;
}

/**
 * Registers a mocha test that runs the app until the window ends. Without `MANUAL_INTEGRATION=1` the test is
 * pending, says how to run it, and `load` is never called.
 *
 * @param load loads the app: `() => import('../src/main.js')`
 * @throws SettingError for a value of `MANUAL_INTEGRATION` that is neither a yes nor a no
 * @throws TypeError outside mocha
 */
export function testMain(load: LoadApp, options: TestMainOptions = {}): void {
  const { title = 'main', ...windowOptions } = options;
  if (isStartedAgain()) {
    // A rejection ends the process, as it would without us.
    if (isStartedAgain(title)) void startMain(load);
    return;
  }
  if (typeof it !== 'function') {
    throw new TypeError(
      'testMain registers a mocha test and found no global `it`: run this file by `covermain manual` or mocha, ' +
        'or call openWindow in a test of another runner',
    );
  }
  if (!isGateOpen(process.env)) {
    it(`${title} (to run it: ${GATE_VARIABLE}=1 npm run cover:manual)`);
    return;
  }
  it(`${title} runs until the window ends`, async function () {
    this.timeout(0);
    if (isInterrupted() || isStopped()) {
      logWindowSkipped();
      this.skip();
    }
    await dropTimer(this);
    const restore = standInForMain(this.runnable().file, title);
    try {
      await openWindow(load, windowOptions);
    } finally {
      restore();
    }
  });
}

/**
 * Even without a timeout mocha holds a timer for each running test, from the moment the test has returned its
 * promise. It would keep an app alive that has nothing left to do.
 */
async function dropTimer(test: Mocha.Context): Promise<void> {
  await null;
  test.runnable().clearTimeout();
}
