/** Samples of the JSON documents have the exported types; the compiler checks them. */
import assert from 'node:assert/strict';
import type {
  CoveragePercentages,
  DiffDocument,
  DoctorDocument,
  DumpDocument,
  FilesDocument,
  FuncDocument,
  ListDocument,
  MergeDocument,
  PercentDocument,
  ReportDocument,
  ResetDocument,
  RunDocument,
  SessionEndDocument,
  SessionListDocument,
  SessionStartDocument,
  StatusDocument,
  StopDocument,
  WhoDocument,
} from '../../../src/api/index.js';

const START = '2025-01-02T03:04:05.678Z';
const COUNTS = { files: 1, counters: 3, hit: 2, total: 9 };

const STATUS: ListDocument[number] = {
  run: 'run-1',
  label: null,
  pid: 2,
  ppid: 1,
  argv: ['node', 'app.js'],
  cwd: '/app',
  package: { name: 'shop', directory: '' },
  version: '0.1.0',
  node: 'v20.19.0',
  commit: null,
  start: START,
  uptime: 1000,
  threads: 1,
  directory: '/app/coverage-data/1',
  counts: COUNTS,
  lastFlush: { time: START, path: '/app/coverage-data/1/covcounters.1' },
  epoch: { number: 1, start: START },
  sessions: [{ name: 'checkout', start: START }],
  http: 'http://127.0.0.1:7777',
  warnings: [],
};
const DUMPS = [
  {
    run: 'run-1',
    pid: 2,
    path: '/app/coverage-data/1/covcounters.1',
    epoch: 1,
    start: START,
    counts: COUNTS,
  },
];
const SESSIONS = [{ run: 'run-1', name: 'checkout', start: START, processes: 2 }];
const RATIO = { covered: 2, total: 3, percent: 66.6 };
const NOTHING = { covered: 0, total: 0, percent: null };
const TOTAL: CoveragePercentages = { statements: RATIO, branches: NOTHING, functions: RATIO, lines: RATIO };

const SAMPLES = {
  list: [STATUS] satisfies ListDocument,
  status: [STATUS] satisfies StatusDocument,
  dump: DUMPS satisfies DumpDocument,
  reset: DUMPS satisfies ResetDocument,
  'session start': SESSIONS satisfies SessionStartDocument,
  'session end': DUMPS.map((dump) => ({ ...dump, summary: null })) satisfies SessionEndDocument,
  'session list': SESSIONS satisfies SessionListDocument,
  stop: { pids: [2, 3], running: [3] } satisfies StopDocument,
  percent: { folders: [{ path: 'src', ...TOTAL }], total: TOTAL } satisfies PercentDocument,
  files: { files: [{ path: 'src/a.js', ...TOTAL }], total: TOTAL } satisfies FilesDocument,
  func: {
    functions: [{ path: 'src/a.js', line: 1, name: 'f', count: 2, statements: RATIO }],
    total: TOTAL,
  } satisfies FuncDocument,
  who: {
    file: 'src/a.js',
    line: 3,
    count: 2,
    sessions: [{ name: 'checkout', count: 1 }],
  } satisfies WhoDocument,
  diff: {
    base: { ref: 'main', commit: '0123456789abcdef' },
    lines: RATIO,
    files: [
      {
        path: 'src/b.js',
        status: 'renamed',
        from: 'src/a.js',
        isMeasured: true,
        lines: RATIO,
        executable: [1, 2, 3],
        missed: [3],
      },
    ],
    stale: [{ path: 'src/c.js', state: 'changed' }],
    notMeasured: [{ path: 'src/d.js', code: 'not-parsed', reason: 'it cannot be parsed' }],
    deleted: ['src/e.js'],
    binary: ['logo.png'],
    other: 1,
    root: '/app',
    repository: '/app',
    threshold: { required: 80, state: 'unknown', reason: 'these files differ', files: ['src/c.js'] },
    inputs: ['/app/all'],
    warnings: ['Skipped incomplete directories: b'],
  } satisfies DiffDocument,
  merge: {
    output: '/app/all',
    profiles: 3,
    files: 2,
    sessions: ['checkout'],
    warnings: [],
  } satisfies MergeDocument,
  doctor: [
    { check: 'node', kind: 'node-supported', state: 'ok', found: 'Node 20.19.0', remedy: null },
  ] satisfies DoctorDocument,
  report: {
    files: [{ path: 'src/a.js', ...TOTAL }],
    total: TOTAL,
    thresholds: [{ path: null, metric: 'lines', percentage: 80, required: 90 }],
    report: { directory: '/app/coverage', reporters: ['html'] },
    root: '/app',
    inputs: ['/app/all'],
    warnings: [],
  } satisfies ReportDocument,
  run: {
    run: '2026-01-02T03-04-05-678Z-e704d231',
    directory: '/app/coverage-data/1',
    exitCode: 0,
    notes: [
      {
        kind: 'process-killed',
        pid: 7,
        command: 'node src/a.js',
        hasFlushed: true,
        files: ['/app/src/a.js'],
        directory: '/app/coverage-data/1',
      },
    ],
    files: [{ path: 'src/a.js', ...TOTAL }],
    total: TOTAL,
    missedThresholds: [],
  } satisfies RunDocument,
};

describe('JSON documents', () => {
  for (const [command, sample] of Object.entries(SAMPLES))
    it(`keep all their values in JSON: ${command}`, () =>
      assert.deepEqual(JSON.parse(JSON.stringify(sample)), sample));
});
