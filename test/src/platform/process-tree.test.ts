/** Signals reach the descendants of a process. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import { isRunning } from '../../../src/platform/is-running.js';
import { listDescendants, signalDescendants } from '../../../src/platform/process-tree.js';

describe('the descendants of a process', function () {
  if (process.platform === 'win32') return;
  this.timeout(30_000);
  let shell: ChildProcess;
  /** Pids of two shells inside of the first one, and of the program that the last one runs. */
  let pids: readonly number[];

  /** Starts shells inside of each other. @param before command of the innermost one */
  async function start(before: string): Promise<void> {
    const innermost = `echo $$; ${before}; sleep 60 & echo $!; wait`;
    shell = spawn('sh', ['-c', `sh -c '${innermost}'; exit 0`], { stdio: ['ignore', 'pipe', 'ignore'] });
    const lines: number[] = [];
    for await (const line of createInterface({ input: shell.stdout as NodeJS.ReadableStream })) {
      lines.push(Number(line));
      if (lines.length === 2) break;
    }
    pids = lines;
  }

  afterEach(() => {
    for (const pid of [...pids, shell.pid ?? 0]) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  });

  it('are found, however deep they are', async () => {
    await start(':');
    assert.deepEqual(listDescendants(shell.pid ?? 0), pids);
    assert.deepEqual(listDescendants(pids.at(-1) ?? 0), []);
  });

  it('get a signal that the process itself does not get', async () => {
    await start(':');
    const ended = once(shell, 'exit');
    signalDescendants(shell.pid ?? 0, 'SIGTERM');
    assert.deepEqual(await ended, [0, null]);
    // The shell does not wait for the program that the innermost one runs.
    while (pids.some(isRunning)) await setImmediate();
  });

  it('are killed later if they survive the signal', async () => {
    await start('trap "" TERM');
    const [stubborn = 0] = pids;
    const killLeft = signalDescendants(shell.pid ?? 0, 'SIGTERM');
    assert.ok(isRunning(stubborn));
    const ended = once(shell, 'exit');
    killLeft();
    await ended;
    assert.equal(isRunning(stubborn), false);
  });
});
