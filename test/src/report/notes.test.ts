/** Beside the report stands what it does not show: each kind of evidence gives its note, and names the files. */
import assert from 'node:assert/strict';
import type { MeasuredFile, NycOutput } from '../../../src/interchange/nyc-output.js';
import { findRunNotes, type RunEvidence } from '../../../src/report/notes.js';
import { describeNycOutput } from '../../../src/report/run-results.js';
import type { ProcessEndEvent, RunEvent } from '../../../src/run-log/run-log.js';
import type { RunContext } from '../../../src/settings/run-context.js';
import { RUN } from '../../support/run-context.js';

/** A profile that process 7 wrote, of `src/main.ts` unless other files are given. */
function profileOf(pid = 7, ...files: readonly Partial<MeasuredFile>[]): NycOutput['profiles'][number] {
  const given = files.length > 0 ? files : [{}];
  const measured = given.map((file) => ({
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

type Given = Partial<NycOutput & Omit<RunEvidence, 'measured'>>;

/** The notes of a run in which all went well, but for what is given. */
function notesOf({ profiles = [profileOf()], unreadable = [], ...given }: Given): readonly string[] {
  const measured = describeNycOutput({ profiles, unreadable }, '/app/data/nyc');
  return findRunNotes({
    run: RUN,
    log: [loaded('src/main.ts')],
    measured,
    running: [],
    notMeasured: [],
    unselected: [],
    ...given,
  });
}

describe('takeNotes', () => {
  it('has nothing to say where all went well', () => {
    const log = [
      loaded('src/main.ts'),
      loaded('lib/other.ts', { measured: false }),
      loaded('lib/other.ts', { measured: false, pid: 8 }),
      loaded('src/worker.ts', { thread: 1 }),
      { event: 'thread exited', pid: 7, thread: 1 } as const,
    ];
    assert.deepEqual(notesOf({ log, profiles: [profileOf(), profileOf()] }), []);
  });

  it('names what is no profile', () => {
    const unreadable = [{ path: '/app/data/nyc/torn.json', reason: 'Unexpected end of JSON input' }];
    assert.deepEqual(notesOf({ unreadable }), [
      'data/nyc/torn.json is no profile (Unexpected end of JSON input) and was left out: its counts are missing',
    ]);
  });

  it('names each process that left no profile once, with its measured files', () => {
    const log = [
      loaded('src/a.ts', { pid: 8 }),
      loaded('src/b.ts', { pid: 8 }),
      loaded('lib/c.ts', { pid: 8, measured: false }),
      loaded('src/a.ts', { pid: 9 }),
      loaded('src/main.ts'),
    ];
    const note = (pid: number, files: string) =>
      `process ${pid} was killed before it wrote its profile: its counts are missing for ${files}`;
    assert.deepEqual(notesOf({ log }), [note(8, 'src/a.ts, src/b.ts'), note(9, 'src/a.ts')]);
  });

  it('is silent on a process that ended before anything it had loaded ran', () => {
    const log = [
      loaded('src/main.ts'),
      loaded('src/broken.ts', { pid: 8 }),
      { event: 'nothing counted', pid: 8 } as const,
    ];
    assert.deepEqual(notesOf({ log }), []);
  });

  it('tells a process that still runs from one that was killed', () => {
    const log = [loaded('src/main.ts'), loaded('src/daemon.ts', { pid: 8 })];
    assert.deepEqual(notesOf({ log, running: [7, 8] }), [
      'process 8 still runs, and has not written its profile: its counts are missing for src/daemon.ts',
    ]);
  });

  describe('by probes', () => {
    const run: RunContext = { ...RUN, engine: 'probe' };
    const end = (event: ProcessEndEvent['event'], pid = 7): RunEvent => ({ event, pid });

    it('has nothing to say of a process that has written all, whether it was flushed before or not', () => {
      const log = [loaded('src/main.ts'), loaded('src/a.ts', { pid: 8 }), end('written'), end('written', 8)];
      assert.deepEqual(notesOf({ run, log, profiles: [profileOf(7)] }), []);
    });

    it('takes a profile for a flush where the process did not say that it has written all', () => {
      const log = [7, 8, 9].map((pid) => loaded('src/main.ts', { pid }));
      const profiles = [7, 8, 9].map((pid) => profileOf(pid));
      assert.deepEqual(notesOf({ run, log: [...log, end('written', 9)], profiles, running: [8] }), [
        'process 7 was killed: what it counted after its last flush is missing',
        'process 8 still runs: what it counted after its last flush is missing',
      ]);
    });

    it('says of a process that could not write what is missing: all, or what came after its last flush', () => {
      const log = [
        loaded('src/main.ts'),
        end('lost'),
        loaded('src/a.ts', { pid: 8 }),
        loaded('src/b.ts', { pid: 8 }),
        end('lost', 8),
      ];
      assert.deepEqual(notesOf({ run, log, profiles: [profileOf(7)] }), [
        'process 7 could not write its last profile: what it counted after its last flush is missing',
        'process 8 could not write its profile: its counts are missing for src/a.ts, src/b.ts',
      ]);
    });

    it('is silent on a process that lived on, and could write at last', () => {
      const log = [loaded('src/main.ts'), end('lost'), end('written')];
      assert.deepEqual(notesOf({ run, log }), []);
    });

    it('says of one that was killed before its first flush which files are missing', () => {
      const log = [loaded('src/main.ts'), end('written'), loaded('src/a.ts', { pid: 8 })];
      assert.deepEqual(notesOf({ run, log }), [
        'process 8 was killed before it wrote its profile: its counts are missing for src/a.ts',
      ]);
    });

    it('has the counts of threads that were terminated', () => {
      const log = [loaded('src/main.ts'), loaded('src/worker.ts', { thread: 1 }), end('written')];
      assert.deepEqual(notesOf({ run, log }), []);
    });
  });

  it('names a thread that was terminated, and none that exited', () => {
    const log = [
      loaded('src/ended.ts', { thread: 1 }),
      loaded('src/endless.ts', { thread: 2 }),
      loaded('src/ended.ts', { thread: 1, pid: 8 }),
      { event: 'thread exited', pid: 7, thread: 1 } as const,
      { event: 'thread exited', pid: 8, thread: 2 } as const,
    ];
    const note = (thread: number, pid: number, files: string) =>
      `worker thread ${thread} of process ${pid} was terminated before it wrote its profile: ` +
      `its counts are missing for ${files}`;
    assert.deepEqual(notesOf({ log, profiles: [profileOf(7), profileOf(7), profileOf(8), profileOf(8)] }), [
      note(2, 7, 'src/endless.ts'),
      note(1, 8, 'src/ended.ts'),
    ]);
  });

  it('takes the profile of a thread that exited for no profile of its process', () => {
    const log = [loaded('src/main.ts'), { event: 'thread exited', pid: 7, thread: 1 } as const];
    assert.match(
      notesOf({ log, profiles: [profileOf(7)] })[0] ?? '',
      /^process 7 was killed .* src\/main\.ts$/,
    );
  });

  it('says of the threads of a process that still runs only that it does', () => {
    const log = [loaded('src/main.ts', { pid: 8 }), loaded('src/worker.ts', { pid: 8, thread: 1 })];
    const notes = notesOf({ log, running: [8] });
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /^process 8 still runs, .* src\/main\.ts, src\/worker\.ts$/);
  });

  it('does not blame the configuration for counts that were lost', () => {
    const notes = notesOf({ log: [loaded('src/main.ts')], profiles: [] });
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /^process 7 was killed/);
  });

  it('names each file that cannot be parsed once, whether it was loaded or not', () => {
    const reason = 'it cannot be parsed: Unexpected token (2:1)';
    const failed = [7, 8].map(
      (pid) => ({ event: 'not measured', pid, file: '/app/src/a.ts', reason }) as const,
    );
    const log = [loaded('src/main.ts'), ...failed];
    const notMeasured = ['/app/src/a.ts', '/app/src/b.ts'].map((file) => ({ file, reason }));
    assert.deepEqual(
      notesOf({ log, notMeasured }),
      ['src/a.ts', 'src/b.ts'].map(
        (file) => `${file} is not measured, since it cannot be parsed: Unexpected token (2:1)`,
      ),
    );
  });

  it('names compiled files that are not selected, though their sources are', () => {
    assert.deepEqual(notesOf({ unselected: ['/app/dist/job.js'] }), [
      'what ran of dist/job.js is not counted on its sources: .nycrc selects those, but not the compiled files; ' +
        'include both',
    ]);
  });

  it('names files of which several versions were measured', () => {
    const path = '/app/src/changed.ts';
    const profiles = [
      profileOf(7, { hash: 'a' }, { path, hash: 'b' }),
      profileOf(8, { hash: 'a' }, { path, hash: 'c' }),
      profileOf(0, { hash: 'zeros', all: true }),
    ];
    const [note, ...others] = notesOf({ profiles });
    assert.match(note ?? '', /^several versions were measured of src\/changed\.ts: .*COVER_DIR of its own$/);
    assert.deepEqual(others, []);
  });

  it('says what was loaded and what is measured where nothing was counted', () => {
    const other = loaded('lib/other.ts', { measured: false });
    assert.deepEqual(notesOf({ log: [other, other], profiles: [profileOf(0, { all: true })] }), [
      'no file that ran was measured: of the project, lib/other.ts was loaded; ' +
        'measured are .js .ts of src/**, less what .nycrc excludes',
    ]);
    assert.match(notesOf({ log: [], profiles: [] })[0] ?? '', /of the project, no file was loaded/);
  });

  it('names ten files of many, and how many more there are', () => {
    const files = [...Array(12).keys()].map((id) => `src/${id}.ts`);
    const lost = (count: number) =>
      notesOf({ log: files.slice(0, count).map((file) => loaded(file, { pid: 8 })) });
    assert.ok(lost(10)[0]?.endsWith(`for ${files.slice(0, 10).join(', ')}`));
    assert.ok(lost(12)[0]?.endsWith(`for ${files.slice(0, 10).join(', ')} and 2 more`));
  });
});
