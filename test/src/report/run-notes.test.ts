/** The notes of a run: each kind of evidence leads to its note, which names the affected files. */
import assert from 'node:assert/strict';
import type { MeasuredFile, NycOutput } from '../../../src/interchange/nyc-output.js';
import { formatRunNote } from '../../../src/report/format-notes.js';
import { describeNycOutput } from '../../../src/report/nyc-results.js';
import type { RunNote } from '../../../src/report/run-note.js';
import { findRunNotes, type RunEvidence } from '../../../src/report/run-notes.js';
import type { ProcessEndEvent, RunEvent } from '../../../src/run-log/run-event.js';
import type { RunContext } from '../../../src/settings/run-context.js';
import { RUN } from '../../support/run-context.js';

/** A profile that a process wrote, of `src/main.ts` unless other files are given. */
function profileOf(pid = 7, ...files: readonly Partial<MeasuredFile>[]): NycOutput['profiles'][number] {
  const changes = files.length > 0 ? files : [{}];
  const measured = changes.map((file) => ({
    path: '/app/src/main.ts',
    statementMap: {},
    fnMap: {},
    branchMap: {},
    s: {},
    f: {},
    b: {},
    ...file,
  }));
  return {
    path: `/app/data/nyc/${pid}.json`,
    pid,
    files: Object.fromEntries(measured.map((file) => [file.path, file])),
  };
}

function loaded(file: string, { pid = 7, thread = 0, measured = true } = {}): RunEvent {
  return { event: 'loaded', pid, thread, file: `/app/${file}`, measured };
}

type Changes = Partial<NycOutput & Omit<RunEvidence, 'measured'>>;

/** Notes of a run without any loss, apart from the changes. */
function recordsOf({ profiles = [profileOf()], unreadable = [], ...changes }: Changes): readonly RunNote[] {
  const measured = describeNycOutput({ profiles, unreadable }, '/app/data/nyc');
  return findRunNotes({
    run: RUN,
    log: [loaded('src/main.ts')],
    measured,
    running: [],
    notMeasured: [],
    unselected: [],
    ...changes,
  });
}

/** The same notes as people read them. */
function notesOf(changes: Changes): readonly string[] {
  return recordsOf(changes).flatMap((note) => formatRunNote(note, RUN.root));
}

describe('finding the notes of a run', () => {
  it('returns none for a run without any loss', () => {
    const log = [
      loaded('src/main.ts'),
      loaded('lib/other.ts', { measured: false }),
      loaded('lib/other.ts', { measured: false, pid: 8 }),
      loaded('src/worker.ts', { thread: 1 }),
      { event: 'thread exited', pid: 7, thread: 1 } as const,
    ];
    assert.deepEqual(notesOf({ log, profiles: [profileOf(), profileOf()] }), []);
  });

  it('names a profile that cannot be read', () => {
    const unreadable = [{ path: '/app/data/nyc/torn.json', reason: 'Unexpected end of JSON input' }];
    assert.deepEqual(notesOf({ unreadable }), [
      'data/nyc/torn.json was left out, so its hits are missing: Unexpected end of JSON input',
    ]);
  });

  it('names each process without a profile once, with its measured files', () => {
    const log = [
      loaded('src/a.ts', { pid: 8 }),
      loaded('src/b.ts', { pid: 8 }),
      loaded('lib/c.ts', { pid: 8, measured: false }),
      loaded('src/a.ts', { pid: 9 }),
      loaded('src/main.ts'),
    ];
    const note = (pid: number, files: string) =>
      `process ${pid} was killed before it wrote its profile. Hits in ${files} are missing.`;
    assert.deepEqual(notesOf({ log }), [note(8, 'src/a.ts, src/b.ts'), note(9, 'src/a.ts')]);
  });

  it('returns none for a process that ended before its loaded files ran', () => {
    const log = [
      loaded('src/main.ts'),
      loaded('src/broken.ts', { pid: 8 }),
      { event: 'nothing counted', pid: 8 } as const,
    ];
    assert.deepEqual(notesOf({ log }), []);
  });

  it('distinguishes a running process from a killed one', () => {
    const log = [loaded('src/main.ts'), loaded('src/daemon.ts', { pid: 8 })];
    assert.deepEqual(notesOf({ log, running: [7, 8] }), [
      'process 8 is still running and has not written its profile. Hits in src/daemon.ts are missing. ' +
        'After it has ended, run `covermain report data`.',
    ]);
  });

  describe('with the engine probe', () => {
    const run: RunContext = { ...RUN, engine: 'probe' };
    const end = (event: ProcessEndEvent['event'], pid = 7): RunEvent => ({ event, pid });

    it('returns none for a process that has written all its counts, flushed before or not', () => {
      const log = [loaded('src/main.ts'), loaded('src/a.ts', { pid: 8 }), end('written'), end('written', 8)];
      assert.deepEqual(notesOf({ run, log, profiles: [profileOf(7)] }), []);
    });

    it('names the command of a process, and the report to draw after it has ended', () => {
      const command = 'node src/main.ts';
      const start = { event: 'process started', pid: 7, at: '2026-01-02T03:04:05.678Z', command } as const;
      assert.deepEqual(notesOf({ run, log: [start, loaded('src/main.ts')], profiles: [], running: [7] }), [
        'process 7 (node src/main.ts) is still running and has not written its profile. ' +
          'Hits in src/main.ts are missing. After it has ended, run `covermain report data`.',
      ]);
    });

    it('names a process whose end is not in the run log, although its profile is there', () => {
      const [note] = notesOf({ run, log: [], profiles: [profileOf(7)] });
      assert.equal(
        note,
        'process 7 left no record of its end. If it was killed, hits after its last flush are missing.',
      );
    });

    it('treats the profile of a process that did not log its end as a flush', () => {
      const log = [7, 8, 9].map((pid) => loaded('src/main.ts', { pid }));
      const profiles = [7, 8, 9].map((pid) => profileOf(pid));
      assert.deepEqual(notesOf({ run, log: [...log, end('written', 9)], profiles, running: [8] }), [
        'process 7 was killed. Hits after its last flush are missing.',
        'process 8 is still running. Hits after its last flush are missing. ' +
          'After it has ended, run `covermain report data`.',
      ]);
    });

    it('reports all hits of a process that could never write, and otherwise those after its last flush', () => {
      const log = [
        loaded('src/main.ts'),
        end('lost'),
        loaded('src/a.ts', { pid: 8 }),
        loaded('src/b.ts', { pid: 8 }),
        end('lost', 8),
      ];
      assert.deepEqual(notesOf({ run, log, profiles: [profileOf(7)] }), [
        'process 7 could not write its last profile. Hits after its last flush are missing.',
        'process 8 could not write its profile. Hits in src/a.ts, src/b.ts are missing.',
      ]);
    });

    it('returns none for a process that could write in the end', () => {
      const log = [loaded('src/main.ts'), end('lost'), end('written')];
      assert.deepEqual(notesOf({ run, log }), []);
    });

    it('names the files of a process that was killed before its first flush', () => {
      const log = [loaded('src/main.ts'), end('written'), loaded('src/a.ts', { pid: 8 })];
      assert.deepEqual(notesOf({ run, log }), [
        'process 8 was killed before it wrote its profile. Hits in src/a.ts are missing.',
      ]);
    });

    it('returns none for terminated threads, whose counts the main thread writes', () => {
      const log = [loaded('src/main.ts'), loaded('src/worker.ts', { thread: 1 }), end('written')];
      assert.deepEqual(notesOf({ run, log }), []);
    });
  });

  it('names a terminated thread, and no thread that exited', () => {
    const log = [
      loaded('src/ended.ts', { thread: 1 }),
      loaded('src/endless.ts', { thread: 2 }),
      loaded('src/ended.ts', { thread: 1, pid: 8 }),
      { event: 'thread exited', pid: 7, thread: 1 } as const,
      { event: 'thread exited', pid: 8, thread: 2 } as const,
    ];
    const note = (thread: number, pid: number, files: string) =>
      `worker thread ${thread} of process ${pid} was terminated before it wrote its profile. ` +
      `Hits in ${files} are missing.`;
    assert.deepEqual(notesOf({ log, profiles: [profileOf(7), profileOf(7), profileOf(8), profileOf(8)] }), [
      note(2, 7, 'src/endless.ts'),
      note(1, 8, 'src/ended.ts'),
    ]);
  });

  it('does not count the profile of an exited thread as that of its process', () => {
    const log = [loaded('src/main.ts'), { event: 'thread exited', pid: 7, thread: 1 } as const];
    assert.match(
      notesOf({ log, profiles: [profileOf(7)] })[0] ?? '',
      /^process 7 was killed .* src\/main\.ts are missing\.$/,
    );
  });

  it('reports a running process only once, not its threads', () => {
    const log = [loaded('src/main.ts', { pid: 8 }), loaded('src/worker.ts', { pid: 8, thread: 1 })];
    const notes = notesOf({ log, running: [8] });
    assert.equal(notes.length, 1);
    assert.match(
      notes[0] ?? '',
      /^process 8 is still running .* src\/main\.ts, src\/worker\.ts are missing\. After it has ended/,
    );
  });

  it('does not blame the configuration for lost hits', () => {
    const notes = notesOf({ log: [loaded('src/main.ts')], profiles: [] });
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /^process 7 was killed/);
  });

  it('names each file that cannot be parsed once, loaded or not', () => {
    const failure = { code: 'not-parsed', detail: 'Unexpected token (2:1)' } as const;
    const failed = [7, 8].map(
      (pid) => ({ event: 'not measured', pid, file: '/app/src/a.ts', ...failure }) as const,
    );
    const log = [loaded('src/main.ts'), ...failed];
    const notMeasured = ['/app/src/a.ts', '/app/src/b.ts'].map((file) => ({ file, ...failure }));
    assert.deepEqual(
      notesOf({ log, notMeasured }),
      ['src/a.ts', 'src/b.ts'].map(
        (file) => `${file} is not measured because it cannot be parsed: Unexpected token (2:1).`,
      ),
    );
  });

  it('names compiled files that are not selected although their original sources are', () => {
    assert.deepEqual(notesOf({ unselected: ['/app/dist/job.js'] }), [
      'dist/job.js ran uncounted: .nycrc includes the original sources, but not the compiled code. Include both.',
    ]);
  });

  it('reports only the newest version of a file that nyc measured in several versions', () => {
    const path = '/app/src/changed.ts';
    const at = (time: number, pid: number, hash: string) => ({
      ...profileOf(pid, { path, hash, s: { 0: time } }),
      time,
    });
    const profiles = [at(3, 9, 'new'), at(1, 7, 'old'), at(2, 8, 'new')];
    const { coverage, mixed } = describeNycOutput({ profiles, unreadable: [] }, '/app/data/nyc');
    assert.deepEqual(mixed, [path]);
    assert.deepEqual(
      coverage.map((files) => Object.keys(files)),
      [[path], [], [path]],
    );
  });

  it('names files that were measured in several versions', () => {
    const path = '/app/src/changed.ts';
    const profiles = [
      profileOf(7, { hash: 'a' }, { path, hash: 'b' }),
      profileOf(8, { hash: 'a' }, { path, hash: 'c' }),
      profileOf(0, { hash: 'zeros', all: true }),
    ];
    const [note, ...others] = notesOf({ profiles });
    assert.match(note ?? '', /^several versions of src\/changed\.ts were measured\. .*its own COVER_DIR\.$/);
    assert.deepEqual(others, []);
  });

  it('names the functions that cannot be traced in compiled code', () => {
    const note = { kind: 'code-untraced', file: '/app/src/greet.js', names: ['greet (line 1)'] } as const;
    assert.deepEqual(formatRunNote(note, RUN.root), [
      'src/greet.js: greet (line 1) cannot be traced in the compiled code, so the report leaves it out. Code that was not ' +
        'minified or lowered can be traced.',
    ]);
  });

  it('lists what was loaded and what is selected when no file was measured', () => {
    const other = loaded('lib/other.ts', { measured: false });
    assert.deepEqual(notesOf({ log: [other, other], profiles: [profileOf(0, { all: true })] }), [
      'no file that ran was measured. 1 file ran that no "include" pattern matches (src/**). ' +
        'To measure them, change "include" in .nycrc. Files of the project that were loaded: lib/other.ts. ' +
        'The configuration selects .js .ts in src/**, minus the "exclude" patterns of .nycrc.',
    ]);
    assert.match(notesOf({ log: [], profiles: [] })[0] ?? '', /that were loaded: none\./);
  });

  it('names the files that were loaded when no code of them was executed', () => {
    const ended = (pid: number): RunEvent => ({ event: 'nothing counted', pid });
    const log = [loaded('src/main.ts'), loaded('src/main.ts', { pid: 8 }), ended(7), ended(8)];
    const expected =
      'no code of the measured files was executed: src/main.ts. Either the program failed while it loaded its modules, or ' +
      'these files contain no code to count.';
    assert.deepEqual(notesOf({ log, profiles: [] }), [expected]);
    const written = { event: 'written', pid: 8 } as const;
    assert.deepEqual(notesOf({ log: [...log.slice(0, 3), written], profiles: [profileOf(8)] }), []);
  });

  it('has one note for all processes of unsupported versions of Node', () => {
    const old = (pid: number, version: string) =>
      ({ event: 'unsupported node', pid, version, minimum: '20.19' }) as const;
    assert.deepEqual(notesOf({ log: [old(8, 'v14.21.3'), old(8, 'v14.21.3')] }), [
      'process 8 (Node 14.21.3) is not measured: covermain needs Node 20.19 or newer.',
    ]);
    assert.deepEqual(notesOf({ log: [old(8, 'v14.21.3'), old(9, 'v18.20.8'), old(10, 'v14.21.3')] }), [
      '3 processes (Node 14.21.3, 18.20.8) are not measured: covermain needs Node 20.19 or newer.',
    ]);
  });

  it('has one note for all measured processes in which the coverage of V8 was collected', () => {
    const collected = (pid: number) => ({ event: 'v8 coverage', pid }) as const;
    const measured = [7, 8].map((pid) => loaded('src/main.ts', { pid }));
    const v8Notes = (pids: readonly number[]) =>
      recordsOf({ log: [...measured, ...pids.map(collected)] }).filter(
        ({ kind }) => kind === 'v8-coverage-distorted',
      );
    assert.deepEqual(v8Notes([9]), []);
    assert.deepEqual(v8Notes([7, 9, 8]), [{ kind: 'v8-coverage-distorted', pids: [7, 8] }]);
    const [note = ''] = notesOf({ log: [...measured, collected(7)] }).filter((one) => one.startsWith('V8'));
    assert.match(note, /collected in process 7 .*without covermain\.$/);
  });

  it('names ten of many files, and the number of the others', () => {
    const files = [...Array(12).keys()].map((id) => `src/${id}.ts`);
    const lost = (count: number) =>
      notesOf({ log: files.slice(0, count).map((file) => loaded(file, { pid: 8 })) });
    assert.ok(lost(10)[0]?.endsWith(`Hits in ${files.slice(0, 10).join(', ')} are missing.`));
    assert.ok(lost(12)[0]?.endsWith(`Hits in ${files.slice(0, 10).join(', ')} and 2 more are missing.`));
  });

  it('returns records with absolute paths, the most severe first', () => {
    const failure = { code: 'unreadable', detail: 'ENOENT' } as const;
    const log = [
      loaded('src/main.ts'),
      loaded('src/worker.ts', { thread: 2 }),
      loaded('src/a.ts', { pid: 8 }),
      { event: 'thread started', pid: 7, thread: 3 } as const,
      { event: 'not measured', pid: 7, file: '/app/src/odd.ts', ...failure } as const,
    ];
    assert.deepEqual(recordsOf({ log, unselected: ['/app/dist/job.js'] }), [
      {
        kind: 'process-killed',
        pid: 8,
        command: null,
        hasFlushed: false,
        files: ['/app/src/a.ts'],
        directory: '/app/data',
      },
      { kind: 'thread-terminated', pid: 7, thread: 2, files: ['/app/src/worker.ts'] },
      { kind: 'thread-without-counters', pid: 7, thread: 3 },
      { kind: 'file-not-measured', file: '/app/src/odd.ts', ...failure },
      { kind: 'compiled-not-selected', files: ['/app/dist/job.js'] },
    ]);
  });
});
