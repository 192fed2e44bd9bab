/** The run log returns the events of all processes, although they write at the same time and may crash. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { livingPids, measuredPids } from '../../../src/run-log/logged-processes.js';
import type { RunEvent } from '../../../src/run-log/run-event.js';
import { appendRunEvent, readRunLog, readRunLogContent } from '../../../src/run-log/run-log.js';
import { REPOSITORY } from '../../support/project.js';

const OPENED: RunEvent = { event: 'window opened', pid: 7 };
const LOADED: RunEvent = { event: 'loaded', pid: 7, thread: 0, file: '/app/a "b"\n.ts', measured: true };
const BROKEN: RunEvent = {
  event: 'not measured',
  pid: 7,
  file: '/app/odd.ts',
  code: 'not-parsed',
  detail: '終 (1:2)',
};

describe('the run log', () => {
  let folder: string;
  let log: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
    log = join(folder, 'run.jsonl');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('returns events in the order in which they were appended', () => {
    const events: readonly RunEvent[] = [
      OPENED,
      LOADED,
      BROKEN,
      { event: 'thread exited', pid: 7, thread: 1 },
    ];
    for (const event of events) appendRunEvent(log, event);
    assert.deepEqual(readRunLog(log), events);
  });

  it('reads the sentence of an earlier version as the detail of an unreadable file', () => {
    const reason = 'it cannot be parsed: (1:2)';
    writeFileSync(log, JSON.stringify({ event: 'not measured', pid: 7, file: '/app/odd.ts', reason }));
    assert.deepEqual(readRunLog(log), [
      { event: 'not measured', pid: 7, file: '/app/odd.ts', code: 'unreadable', detail: reason },
    ]);
  });

  it('has no events if it is empty or missing', () => {
    assert.deepEqual(readRunLog(log), []);
    assert.deepEqual(readRunLog(join(folder, 'file', 'run.jsonl')), []);
    writeFileSync(log, '');
    assert.deepEqual(readRunLog(log), []);
  });

  it('lists the processes that may still run, by the last event of each', () => {
    const loaded = (pid: number, measured = true): RunEvent => ({ ...LOADED, pid, measured });
    const events: readonly RunEvent[] = [
      loaded(1),
      loaded(2),
      loaded(3),
      loaded(4),
      loaded(5),
      loaded(6, false),
      { event: 'written', pid: 2 } as const,
      { event: 'lost', pid: 3 } as const,
      { event: 'nothing counted', pid: 4 } as const,
      { event: 'written', pid: 5 } as const,
      // Another process with the same pid.
      loaded(5),
    ];
    assert.deepEqual(livingPids(events), [1, 5]);
    assert.deepEqual(measuredPids(events), [1, 2, 3, 4, 5]);
  });

  it('skips a line that was cut short, and no other', () => {
    appendRunEvent(log, OPENED);
    const { size } = statSync(log);
    appendRunEvent(log, LOADED);
    for (const cut of [statSync(log).size - 2, size + 5, size]) {
      truncateSync(log, cut);
      assert.deepEqual(readRunLog(log), [OPENED]);
    }
    truncateSync(log, size - 2);
    appendRunEvent(log, BROKEN);
    assert.deepEqual(readRunLog(log), [BROKEN]);
  });

  it('skips lines that are no valid events', () => {
    appendRunEvent(log, OPENED);
    const damaged = [
      'null',
      '[null]',
      '{"event":"loaded"}',
      '{"event":"loaded","pid":-1,"thread":0,"file":"/a.js","measured":true}',
      '{"event":"loaded","pid":7,"thread":0,"file":null,"measured":true}',
      '{"event":"loaded","pid":7,"thread":0,"file":"/a.js","measured":"yes"}',
      '{"event":"not measured","pid":7,"file":"/a.js","code":"unknown","detail":null}',
      '{"event":"not measured","pid":7,"file":"/a.js","reason":{}}',
      '{"event":"constructor","pid":7}',
      '{"event":{"toString":1},"pid":7}',
      '{"event":["window opened"],"pid":7}',
      '{"__proto__":{"event":"window opened","pid":7}}',
      '{"event":"window opened","__proto__":{"pid":7}}',
      ...[0, -7, 1.5, '"7"', 'true', 2 ** 22, 2 ** 31, 2 ** 53, '1e99', '[7]'].map(
        (pid) => `{"event":"window opened","pid":${pid}}`,
      ),
      ...['""', '"a.js"', '"https://a.js"', '"/a\\u0000.js"', JSON.stringify(`/${'a'.repeat(2 ** 15)}`)].map(
        (file) => `{"event":"loaded","pid":7,"thread":0,"file":${file},"measured":true}`,
      ),
      ...['-1', '0.5', 'null', '2e99'].map(
        (thread) => `{"event":"loaded","pid":7,"thread":${thread},"file":"/a.js","measured":true}`,
      ),
      ...['2025-13-01T00:00:00.000Z', '2025-02-30T00:00:00.000Z', '9999-12-31T23:59:59.999Z', 'now'].map(
        (at) => `{"event":"process started","pid":7,"at":"${at}","command":"node a.js"}`,
      ),
      `{"event":"process started","pid":7,"at":"2025-01-02T00:00:00.000Z","command":"","argv":[${'"",'.repeat(2 ** 16)}""]}`,
      `{"event":"source map unusable","pid":7,"file":"/a.js","measured":true,"code":{},"detail":null,"sources":[]}`,
      `{"event":"agent failed","pid":7,"reason":"${'a'.repeat(2 ** 20)}"}`,
    ];
    appendFileSync(log, damaged.map((line) => `\n${line}\n`).join(''));
    assert.deepEqual(readRunLogContent(log), { values: [OPENED], skipped: damaged.length, isCut: false });
  });

  it('leaves out unknown properties of events, and changes no prototype', () => {
    appendFileSync(log, '{"event":"window opened","__proto__":{"polluted":1},"pid":7,"more":"text"}');
    const [event = {}] = readRunLog(log);
    assert.deepEqual(Object.keys(event), ['event', 'pid']);
    assert.equal('polluted' in event || 'polluted' in {}, false);
  });

  it('skips a line that is not UTF-8 text', () => {
    appendFileSync(log, Buffer.from('{"event":"agent failed","pid":7,"reason":"\xff"}\n', 'latin1'));
    appendRunEvent(log, OPENED);
    assert.deepEqual(readRunLogContent(log), { values: [OPENED], skipped: 1, isCut: false });
  });

  it('stops reading after too many invalid lines', () => {
    writeFileSync(log, '{}\n'.repeat(1_000_000));
    appendRunEvent(log, OPENED);
    assert.deepEqual(readRunLogContent(log), { values: [], skipped: 100_000, isCut: true });
  });

  it('is read again after each append', () => {
    for (let appended = 1; appended <= 3; appended++) {
      appendRunEvent(log, OPENED);
      assert.equal(readRunLog(log).length, appended);
    }
  });

  it('cuts a message that is too long for readers', () => {
    appendRunEvent(log, { event: 'agent failed', pid: 7, reason: 'a'.repeat(2 ** 16) });
    assert.deepEqual(readRunLog(log), [{ event: 'agent failed', pid: 7, reason: 'a'.repeat(2 ** 15) }]);
  });

  for (const [title, remove] of [
    ['is removed', () => rmSync(log)],
    ['is removed with its directory', () => rmSync(folder, { recursive: true })],
    [
      'is replaced with its directory',
      () => {
        renameSync(folder, `${folder}-moved`);
        mkdirSync(folder);
      },
    ],
  ] as const) {
    it(`is written again, with all events of the process, if it ${title}`, () => {
      appendRunEvent(log, OPENED);
      appendRunEvent(log, LOADED);
      remove();
      // The end of a process is always checked, other events only now and then.
      const end = { event: 'written', pid: 7 } as const;
      appendRunEvent(log, end);
      assert.deepEqual(readRunLog(log), [OPENED, LOADED, end]);
      rmSync(`${folder}-moved`, { recursive: true, force: true });
    });
  }

  it('warns once if it cannot be written, and the program continues', () => {
    writeFileSync(join(folder, 'file'), '');
    const program = `
      import { appendRunEvent } from './src/run-log/run-log.ts';
      for (const pid of [1, 2]) appendRunEvent(${JSON.stringify(join(folder, 'file', 'run.jsonl'))}, { event: 'window opened', pid });
      console.log('continued');`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      cwd: REPOSITORY,
      encoding: 'utf8',
    });
    assert.deepEqual({ stdout, status }, { stdout: 'continued\n', status: 0 });
    assert.match(
      stderr,
      /^covermain: Cannot write .*run\.jsonl: ENOTDIR.*\. The report may not list all [^\n]*\n$/,
    );
  });

  it('keeps all lines whole when several processes write at the same time', async () => {
    const writers = [1, 2, 3, 4].map((writer) => startWriter(log, writer));
    await Promise.all(writers.map((writer) => once(writer, 'message')));
    const exits = writers.map((writer) => once(writer, 'exit'));
    for (const writer of writers) writer.send('go');
    assert.deepEqual(await Promise.all(exits), Array(4).fill([0, null]));

    const events = readRunLog(log);
    assert.equal(events.length, 800);
    for (const writer of [1, 2, 3, 4]) {
      const threads = events.flatMap((event) =>
        event.event === 'loaded' && event.pid === writer ? [event.thread] : [],
      );
      assert.deepEqual(threads, [...Array(200).keys()]);
    }
  });
});

/** Starts a process that sends a message when it is ready and, after a message to it, appends 200 events. */
function startWriter(log: string, writer: number): ChildProcess {
  const program = `
    import { appendRunEvent } from './src/run-log/run-log.ts';
    process.once('message', () => {
      for (let thread = 0; thread < 200; thread++) {
        const file = '/app/' + 'folder/'.repeat(thread % 50) + 'main.ts';
        appendRunEvent(${JSON.stringify(log)}, { event: 'loaded', pid: ${writer}, thread, file, measured: true });
      }
      process.disconnect();
    });
    process.send('ready');`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
