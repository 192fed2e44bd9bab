/** An app that has nothing left to do is closed, whatever its close() still waits for. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { REPOSITORY } from '../support/project.js';

const run = promisify(execFile);

/** What a process prints that closes an app, and then how that went. */
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

describe('closeApp', () => {
  it('ends with the last thing that keeps the process alive, long before the grace', async () => {
    const app = "{ close: () => { setImmediate(() => console.log('idle')); return new Promise(() => {}); } }";
    const printed = await closeInProcess(app, '{ grace: 3_600_000, stopsByItself: false }');
    assert.deepEqual(printed, ['idle', 'closed']);
  });

  it('waits for what a close has begun that does not tell when it is done', async () => {
    const app = "{ close: () => { setImmediate(() => setImmediate(() => console.log('flushed'))); } }";
    const printed = await closeInProcess(app, '{ grace: 3_600_000, stopsByItself: false }');
    assert.deepEqual(printed, ['flushed', 'closed']);
  });

  it('waits for what the app begins only when it has nothing left to do', async () => {
    const app =
      "{ close: () => { process.once('beforeExit', () => setTimeout(() => console.log('flushed'), 10)); } }";
    const printed = await closeInProcess(app, '{ grace: 3_600_000, stopsByItself: false }');
    assert.deepEqual(printed, ['flushed', 'closed']);
  });

  it('waits for an app that stops by itself, although it has closed what main returned', async () => {
    const app = "{ close: () => { setImmediate(() => setImmediate(() => console.log('stopped'))); } }";
    const printed = await closeInProcess(app, '{ grace: 3_600_000, stopsByItself: true }');
    assert.deepEqual(printed, ['stopped', 'closed']);
  });

  it('waits no longer than the grace for an app that does not stop by itself', async () => {
    const app = "(process.stdin.resume(), { close: () => console.log('closing') })";
    const printed = await closeInProcess(app, '{ grace: 10, stopsByItself: true }');
    assert.deepEqual(printed, ['closing', 'out of grace']);
  });
});
