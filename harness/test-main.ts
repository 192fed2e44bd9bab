/** The test main: one mocha test that runs the app's `main`. It is pending unless the gate is open. */
import { relative } from 'node:path';
import { toTerminalLine } from '../src/platform/escape-terminal.js';
import { isGateOpen } from '../src/settings/gate.js';
import { type RunContext, readRunContext } from '../src/settings/run-context.js';
import { isInterrupted } from './ends/signal.js';
import { isStopped } from './ends/stop-request.js';
import { logWindowSkipped } from './messages.js';
import { withoutOwnFrames } from './own-frames.js';
import { describeRun } from './run-hint.js';
import { isStartedAgain, standInForMain } from './stand-in.js';
import { type LoadApp, startMain } from './start-main.js';
import { openWindow } from './window.js';
import type { WindowOptions } from './window-options.js';

export interface TestMainOptions extends WindowOptions {
  /** Title of the test. Each test main of a file needs its own. @default 'main' */
  readonly title?: string;
}

/**
 * Registers a mocha test that runs the app until the window ends. Without `MANUAL_INTEGRATION=1` the test is pending, its
 * title shows how to run it, and `load` is never called.
 *
 * @param load loads the app: `() => import('../src/main.js')`
 * @throws SettingError if `MANUAL_INTEGRATION` has a value that is neither yes nor no
 * @throws TypeError outside mocha
 */
export function testMain(load: LoadApp, options: TestMainOptions = {}): void {
  const { title = 'main', ...windowOptions } = options;
  if (isStartedAgain()) {
    // A rejection ends the process, as it does without covermain.
    if (isStartedAgain(title)) void startMain(load);
    return;
  }
  if (typeof it !== 'function') {
    throw new TypeError(
      'testMain cannot register a mocha test: there is no global `it`. Run this file with `covermain manual` or mocha, ' +
        'or call openWindow in a test of another runner.',
    );
  }
  if (!withoutOwnFrames(() => isGateOpen(process.env))) {
    it(toTerminalLine(`${title} (to run it: ${describeRunOf(readRunContext(process.env))})`));
    return;
  }
  // mocha prints titles as they are, and this one may be the name of a file.
  it(toTerminalLine(`${title} runs until the window ends`), async function () {
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

/** @param run context of the run, if `covermain manual` started mocha */
function describeRunOf(run: RunContext | undefined): string {
  const { env: environment } = process;
  const cwd = process.cwd();
  return describeRun({
    cwd,
    environment,
    ...(run?.entry === undefined ? {} : { entry: relative(cwd, run.entry) }),
  });
}

/**
 * Clears the timer that mocha sets for a running test after it has returned its promise, even without a timeout. The timer
 * would keep an app alive that has nothing left to do.
 */
async function dropTimer(test: Mocha.Context): Promise<void> {
  await null;
  test.runnable().clearTimeout();
}
