/** An app that has nothing left to do counts as closed, even if its close() has not finished. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { REPOSITORY } from '../support/project.js';

const run = promisify(execFile);

/** Returns the lines that a process prints which closes `app` and then prints the result. */
async function closeInProcess(app: string, options: string): Promise<readonly string[]> {
  const program = `
    import { closeApp } from './harness/close-app.ts';
    const { result } = await closeApp(${app}, ${options});
    console.log(result);
    process.exit();`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const { stdout } = await run(process.execPath, args, { cwd: REPOSITORY });
  return stdout.trim().split('\n');
}

describe('closing an app that has nothing left to do', () => {
  it('ends as soon as nothing keeps the process alive, before the grace is over', async () => {
    const app = "{ close: () => { setImmediate(() => console.log('idle')); return new Promise(() => {}); } }";
    const printed = await closeInProcess(app, '{ grace: 3_600_000, stopsByItself: false }');
    assert.deepEqual(printed, ['idle', 'closed']);
  });

  it('waits for work that a close() without a promise has started', async () => {
    const app = "{ close: () => { setImmediate(() => setImmediate(() => console.log('flushed'))); } }";
    const printed = await closeInProcess(app, '{ grace: 3_600_000, stopsByItself: false }');
    assert.deepEqual(printed, ['flushed', 'closed']);
  });

  it('waits for work that the app starts in a beforeExit listener', async () => {
    const app =
      "{ close: () => { process.once('beforeExit', () => setTimeout(() => console.log('flushed'), 10)); } }";
    const printed = await closeInProcess(app, '{ grace: 3_600_000, stopsByItself: false }');
    assert.deepEqual(printed, ['flushed', 'closed']);
  });

  it('waits for an app that stops by itself after its close() has returned', async () => {
    const app = "{ close: () => { setImmediate(() => setImmediate(() => console.log('stopped'))); } }";
    const printed = await closeInProcess(app, '{ grace: 3_600_000, stopsByItself: true }');
    assert.deepEqual(printed, ['stopped', 'closed']);
  });

  it('waits only for the grace if an app that should stop by itself does not stop', async () => {
    const app = "(process.stdin.resume(), { close: () => console.log('closing') })";
    const printed = await closeInProcess(app, '{ grace: 10, stopsByItself: true }');
    assert.deepEqual(printed, ['closing', 'out of grace']);
  });
});
