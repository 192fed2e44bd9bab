/** Tests which processes count as running. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isRunning } from '../../../src/platform/is-running.js';

describe('isRunning', () => {
  it('tells a process that runs from one that has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const pid = child.pid as number;
    assert.equal(isRunning(pid), true);
    child.stdin.end();
    await once(child, 'exit');
    assert.equal(isRunning(pid), false);
  });

  it('does not count a process whose parent has not read its status', async function () {
    if (process.platform !== 'linux') this.skip();
    // The shell starts a child, becomes `sleep`, and so never waits for the child.
    const shell = spawn('sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = (await once(shell.stdout, 'data')) as [Buffer];
      const pid = Number(line.toString());
      while (isRunning(pid)) await new Promise((resolve) => setImmediate(resolve));
      assert.doesNotThrow(() => process.kill(pid, 0));
    } finally {
      shell.kill('SIGKILL');
    }
  });
});
