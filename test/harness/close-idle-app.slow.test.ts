/** An app that has nothing left to do counts as closed, even if its close() has not finished. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { REPOSITORY } from '../support/project.js';

const run = promisify(execFile);

/** Returns the lines that a process prints which closes `app` and then prints the result. */
function closeInProcess(app: string, grace: number): Promise<readonly string[]> {
  return runInProcess(`await closeApp(${app}, ${grace})`);
}

/** Returns the lines that a process prints which evaluates `call` and then prints the result. */
async function runInProcess(call: string): Promise<readonly string[]> {
  const program = `
    import { closeApp, waitForAppEnd } from './harness/close-app.ts';
    const { result } = ${call};
    console.log(result);
    process.exit();`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const { stdout } = await run(process.execPath, args, { cwd: REPOSITORY });
  return stdout.trim().split('\n');
}

describe('closing an app that has nothing left to do', () => {
  it('ends as soon as nothing keeps the process alive, before the grace is over', async () => {
    const app = "{ close: () => { setImmediate(() => console.log('idle')); return new Promise(() => {}); } }";
    const printed = await closeInProcess(app, 3_600_000);
    assert.deepEqual(printed, ['idle', 'closed']);
  });

  it('waits for work that a close() without a promise has started', async () => {
    const app = "{ close: () => { setImmediate(() => setImmediate(() => console.log('flushed'))); } }";
    const printed = await closeInProcess(app, 3_600_000);
    assert.deepEqual(printed, ['flushed', 'closed']);
  });

  it('waits for work that the app starts in a beforeExit listener', async () => {
    const app =
      "{ close: () => { process.once('beforeExit', () => setTimeout(() => console.log('flushed'), 10)); } }";
    const printed = await closeInProcess(app, 3_600_000);
    assert.deepEqual(printed, ['flushed', 'closed']);
  });

  it('waits for an app that closes by itself', async () => {
    const app = "setImmediate(() => setImmediate(() => console.log('stopped')))";
    assert.deepEqual(await runInProcess(`(${app}, await waitForAppEnd(new Promise(() => {}), 3_600_000))`), [
      'stopped',
      'closed',
    ]);
  });

  it('waits only for the grace if an app that should close by itself does not', async () => {
    const printed = await runInProcess(
      '(process.stdin.resume(), await waitForAppEnd(new Promise(() => {}), 10))',
    );
    assert.deepEqual(printed, ['out of grace']);
  });
});
