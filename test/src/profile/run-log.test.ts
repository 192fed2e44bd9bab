/** The run log gives back what processes appended, whole, whatever crashed and however many wrote at once. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appendRunEvent, type RunEvent, readRunLog } from '../../../src/profile/run-log.js';
import { REPOSITORY } from '../../support/project.js';

const OPENED: RunEvent = { event: 'window opened', pid: 7, time: 1_000 };
const LOADED: RunEvent = { event: 'loaded', pid: 7, thread: 0, file: '/app/a "b"\n.ts', measured: true };
const ENDED: RunEvent = { event: 'window ended', pid: 7, time: 2_000, by: 'Ctrl+C – 終' };

describe('the run log', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gives events back in the order in which they were appended', () => {
    const events: readonly RunEvent[] = [
      OPENED,
      { event: 'app ready', pid: 7, time: 1_500 },
      LOADED,
      { event: 'not measured', pid: 7, file: '/app/odd.ts', reason: 'Unexpected token (1:2)' },
      { event: 'thread exited', pid: 7, thread: 1 },
      ENDED,
    ];
    for (const event of events) appendRunEvent(folder, event);
    assert.deepEqual(readRunLog(folder), events);
  });

  it('is empty where nothing was written', () => {
    assert.deepEqual(readRunLog(folder), []);
    assert.deepEqual(readRunLog(join(folder, 'missing')), []);
    writeFileSync(join(folder, 'run.jsonl'), '');
    assert.deepEqual(readRunLog(folder), []);
  });

  it('leaves out a line that was cut short, and no other', () => {
    const file = join(folder, 'run.jsonl');
    appendRunEvent(folder, OPENED);
    const { size } = statSync(file);
    appendRunEvent(folder, LOADED);
    for (const cut of [statSync(file).size - 2, size + 5, size]) {
      truncateSync(file, cut);
      assert.deepEqual(readRunLog(folder), [OPENED]);
    }
    truncateSync(file, size - 2);
    appendRunEvent(folder, ENDED);
    assert.deepEqual(readRunLog(folder), [ENDED]);
  });

  it('cannot be written where its directory is gone', () => {
    assert.throws(() => appendRunEvent(join(folder, 'missing'), OPENED), { code: 'ENOENT' });
  });

  it('keeps the lines of several processes apart that write at once', async () => {
    const writers = [1, 2, 3, 4].map((writer) => startWriter(folder, writer));
    await Promise.all(writers.map((writer) => once(writer, 'message')));
    const exits = writers.map((writer) => once(writer, 'exit'));
    for (const writer of writers) writer.send('go');
    assert.deepEqual(await Promise.all(exits), Array(4).fill([0, null]));

    const events = readRunLog(folder);
    assert.equal(events.length, 800);
    for (const writer of [1, 2, 3, 4]) {
      const threads = events.flatMap((event) =>
        event.event === 'loaded' && event.pid === writer ? [event.thread] : [],
      );
      assert.deepEqual(threads, [...Array(200).keys()]);
    }
  });
});

/** A process that says when it is ready and, once told to, appends 200 events. */
function startWriter(folder: string, writer: number): ChildProcess {
  const program = `
    import { appendRunEvent } from './src/profile/run-log.ts';
    process.once('message', () => {
      for (let thread = 0; thread < 200; thread++) {
        const file = '/app/' + 'folder/'.repeat(thread % 50) + 'main.ts';
        appendRunEvent(${JSON.stringify(folder)}, { event: 'loaded', pid: ${writer}, thread, file, measured: true });
      }
      process.disconnect();
    });
    process.send('ready');`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
