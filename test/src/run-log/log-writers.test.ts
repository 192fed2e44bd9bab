/** Only processes that have a run log open for appending belong to its run. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, linkSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examineLogWriters, findLogWriters } from '../../../src/run-log/log-writers.js';
import { createRunningFinder } from '../../../src/run-log/running-processes.js';
import { killLeftPrograms, type Program } from '../../support/program.js';
import { asSecondUser, giveToSecondUser, requireSecondUser } from '../../support/second-user.js';
import { startSource } from '../../support/sources.js';

/** Systems whose answers can be asked for here: macOS has `lsof`, as many Linux systems do. */
const PLATFORMS: readonly NodeJS.Platform[] =
  spawnSync('lsof', ['-v']).error === undefined ? ['linux', 'darwin'] : ['linux'];

describe('finding the processes that write a run log', () => {
  let folder: string;
  let log: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
    log = join(folder, 'run.jsonl');
    writeFileSync(log, '');
  });

  afterEach(() => {
    killLeftPrograms();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts a process that opens a file, and ends with its input. */
  async function opening(path: string, flags: string): Promise<Program> {
    const program = startSource(`
      require('node:fs').openSync(${JSON.stringify(path)}, ${JSON.stringify(flags)});
      process.stdin.resume();
      console.log('open');`);
    await program.printed(/open/);
    return program;
  }

  for (const platform of PLATFORMS) {
    it(`finds a process that appends, and none that reads or has another file open, on ${platform}`, async () => {
      const [writer, reader, other] = await Promise.all([
        opening(log, 'a'),
        opening(log, 'r'),
        opening(join(folder, 'other.jsonl'), 'a'),
      ]);
      const pids = [writer, reader, other].map(({ pid }) => pid);
      assert.deepEqual(findLogWriters(log, pids, platform), [writer.pid]);
      writer.endInput();
      await writer.ended;
      assert.deepEqual(findLogWriters(log, pids, platform), []);
    });

    it(`finds no process for numbers that are no pids, on ${platform}`, () => {
      const descriptor = openSync(log, 'a');
      try {
        const numbers = [
          0,
          1,
          -1,
          -process.pid,
          0.5,
          Number.NaN,
          2 ** 22,
          2 ** 32 - 1,
          2 ** 32 + process.pid,
        ];
        assert.deepEqual(findLogWriters(log, [...numbers, process.pid], platform), [process.pid]);
      } finally {
        closeSync(descriptor);
      }
    });
  }

  it('finds no process of a log that is missing or was replaced', async () => {
    const writer = await opening(log, 'a');
    rmSync(log);
    assert.deepEqual(findLogWriters(log, [writer.pid]), []);
    writeFileSync(log, '');
    assert.deepEqual(findLogWriters(log, [writer.pid]), []);
  });

  it('finds no process on a system that does not tell', async () => {
    const writer = await opening(log, 'a');
    assert.deepEqual(findLogWriters(log, [writer.pid], 'win32'), []);
  });

  it('finds a process by another name of the log', async () => {
    const writer = await opening(log, 'a');
    linkSync(log, join(folder, 'link'));
    assert.deepEqual(findLogWriters(join(folder, 'link'), [writer.pid]), [writer.pid]);
  });

  it('finds a process again until it ends, although the log was replaced', async () => {
    const writer = await opening(log, 'a');
    const findRunning = createRunningFinder(log);
    assert.deepEqual(findRunning([writer.pid, process.pid, 1]), [writer.pid]);
    rmSync(log);
    assert.deepEqual(findRunning([writer.pid, process.pid, 1]), [writer.pid]);
    writer.endInput();
    await writer.ended;
    assert.deepEqual(findRunning([writer.pid, process.pid, 1]), []);
  });

  it('may be waited for but gets no signals if this user cannot read its open files', async function () {
    requireSecondUser(this);
    giveToSecondUser(folder);
    giveToSecondUser(log);
    const [writer, ended] = await Promise.all([opening(log, 'a'), opening(log, 'a')]);
    ended.endInput();
    await ended.ended;
    const pids = [1, writer.pid, ended.pid];
    const found = asSecondUser(() => ({
      signalled: findLogWriters(log, pids),
      examined: examineLogWriters(log, pids),
      running: createRunningFinder(log)(pids),
      ofOtherLog: createRunningFinder(join(folder, 'missing.jsonl'))(pids),
    }));
    assert.deepEqual(found, {
      signalled: [],
      examined: { writers: [], unreadable: [writer.pid] },
      running: [writer.pid],
      ofOtherLog: [],
    });
  });
});
