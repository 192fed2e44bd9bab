/** Every changed file is in one list, and only files in the measured version are counted. */
import assert from 'node:assert/strict';
import type { SourceState } from '../../../../src/collect/source-states.js';
import type { ChangedFile } from '../../../../src/git/changes.js';
import type { HashedFileCoverage } from '../../../../src/interchange/to-istanbul.js';
import {
  type ChangeEvidence,
  coverChanges,
  type UnloadedCoverage,
} from '../../../../src/report/diff/change-coverage.js';

const ROOT = '/app';

/** A file with a statement on each line, executed as often as `counts` says. */
function counted(file: string, counts: readonly number[]): HashedFileCoverage {
  const location = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 9 } });
  return {
    path: `${ROOT}/${file}`,
    statementMap: Object.fromEntries(counts.map((_, index) => [index, location(index + 1)])),
    s: Object.fromEntries(counts.entries()),
    fnMap: {},
    branchMap: {},
    f: {},
    b: {},
    hash: '',
  };
}

function changed(file: string, changes: Partial<ChangedFile> = {}): ChangedFile {
  const lines = [{ first: 2, last: 3 }];
  return { path: `${ROOT}/${file}`, from: null, status: 'modified', content: 'text', lines, ...changes };
}

interface Known {
  readonly files?: readonly HashedFileCoverage[];
  readonly states?: Readonly<Record<string, SourceState>>;
  readonly unloaded?: Readonly<Record<string, UnloadedCoverage>>;
}

function evidenceOf({ files = [], states = {}, unloaded = {} }: Known): ChangeEvidence {
  const name = (path: string) => path.slice(ROOT.length + 1);
  return {
    root: ROOT,
    map: Object.fromEntries(files.map((file) => [file.path, file])),
    stateOf: ({ path }) => states[name(path)] ?? 'same',
    sourceOf: () => '\n'.repeat(9),
    readUnloaded: (path) => unloaded[name(path)] ?? { kind: 'other' },
  };
}

describe('coverChanges', () => {
  it('counts the changed executable lines, and lists the missed ones', () => {
    const evidence = evidenceOf({ files: [counted('a.js', [0, 1, 0, 1]), counted('b.js', [1])] });
    const lines = [
      { first: 2, last: 3 },
      { first: 9, last: Infinity },
    ];
    const { files, lines: all } = coverChanges([changed('a.js', { lines }), changed('b.js')], evidence);
    assert.deepEqual(all, { covered: 1, total: 2, percent: 50 });
    assert.deepEqual(files, [
      {
        path: 'a.js',
        status: 'modified',
        from: null,
        isMeasured: true,
        lines: { covered: 1, total: 2, percent: 50 },
        executable: [2, 3],
        missed: [3],
      },
      {
        path: 'b.js',
        status: 'modified',
        from: null,
        isMeasured: true,
        lines: { covered: 0, total: 0, percent: null },
        executable: [],
        missed: [],
      },
    ]);
  });

  it('cuts percentages, so that only complete coverage is 100', () => {
    const counts = [0, ...Array.from({ length: 1999 }, () => 1)];
    const all = changed('a.js', { lines: [{ first: 1, last: Infinity }] });
    const { lines } = coverChanges([all], evidenceOf({ files: [counted('a.js', counts)] }));
    assert.deepEqual(lines, { covered: 1999, total: 2000, percent: 99.9 });
  });

  it('counts every changed line of a file that is in no profile as missed', () => {
    const counts = new Map([1, 2, 3, 4].map((line) => [line, 0]));
    const { files, lines } = coverChanges(
      [changed('new.js', { status: 'added' })],
      evidenceOf({ unloaded: { 'new.js': { kind: 'code', counts } } }),
    );
    assert.deepEqual(lines, { covered: 0, total: 2, percent: 0 });
    assert.deepEqual([files[0]?.isMeasured, files[0]?.missed], [false, [2, 3]]);
  });

  it('does not count files that differ from the measured version', () => {
    const { files, stale, lines } = coverChanges(
      [changed('a.js'), changed('b.js')],
      evidenceOf({
        files: [counted('a.js', [1, 1, 1]), counted('b.js', [1, 1, 1])],
        states: { 'a.js': 'changed', 'b.js': 'missing' },
      }),
    );
    assert.deepEqual(stale, [
      { path: 'a.js', state: 'changed' },
      { path: 'b.js', state: 'missing' },
    ]);
    assert.deepEqual([files, lines.total], [[], 0]);
  });

  it('accepts any measured version of a file without changed lines', () => {
    const evidence = evidenceOf({ files: [counted('a.js', [1])], states: { 'a.js': 'changed' } });
    const { stale, files } = coverChanges([changed('a.js', { lines: [] })], evidence);
    assert.deepEqual([stale, files.length], [[], 1]);
  });

  it('lists the reason why a file was not measured', () => {
    const reason = { code: 'not-parsed', detail: '1:1' } as const;
    const { notMeasured, lines } = coverChanges(
      [changed('a.js')],
      evidenceOf({ unloaded: { 'a.js': { kind: 'not measured', reason } } }),
    );
    assert.deepEqual(notMeasured, [{ path: 'a.js', code: 'not-parsed', reason: 'it cannot be parsed: 1:1' }]);
    assert.equal(lines.total, 0);
  });

  it('lists code that Git treats as binary as not measured', () => {
    const { notMeasured, binary } = coverChanges(
      [
        changed('a.js', { content: 'binary', lines: [] }),
        changed('b.js', { content: 'binary', lines: [] }),
        changed('c.png', { content: 'binary', lines: [] }),
      ],
      evidenceOf({
        files: [counted('a.js', [1])],
        unloaded: { 'b.js': { kind: 'code', counts: new Map([[1, 0]]) } },
      }),
    );
    assert.deepEqual(
      notMeasured.map(({ path }) => path),
      ['a.js', 'b.js'],
    );
    assert.deepEqual(binary, ['c.png']);
  });

  it('lists deleted files, and only counts files without code', () => {
    const { deleted, other, files } = coverChanges(
      [
        changed('gone.js', { status: 'deleted', lines: [] }),
        changed('link.js', { content: 'link', lines: [] }),
        changed('sub', { content: 'submodule', lines: [] }),
        changed('README.md'),
      ],
      evidenceOf({ files: [counted('link.js', [1, 1, 1])] }),
    );
    assert.deepEqual([deleted, other, files], [['gone.js'], 3, []]);
  });

  it('makes paths relative to the root, also those outside of it', () => {
    const renamed = changed('', { path: '/shared/b.js', from: '/app/src/a.js', status: 'renamed' });
    const file = { ...counted('', [1, 1, 1]), path: '/shared/b.js' };
    const { files } = coverChanges([renamed], evidenceOf({ files: [file] }));
    assert.deepEqual([files[0]?.path, files[0]?.from], ['../shared/b.js', 'src/a.js']);
  });
});
