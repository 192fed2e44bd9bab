/** The page of a report finds files by path and sessions by name. */
import assert from 'node:assert/strict';
import { createReportIndex } from '../../../../src/page/data/report-index.js';
import { encodeCovered, markCovered, shapeOf } from '../../../../src/view/covered-bits.js';
import type { FileItems } from '../../../../src/view/file-items.js';
import type { ReportData } from '../../../../src/view/report-data.js';

const ITEMS: FileItems = {
  statements: [
    [1, 0, 1, 9],
    [2, 0, 2, 9],
    [3, 0, 3, 9],
  ],
  functions: [],
  branches: [],
};

const coveredOf = (counts: readonly number[]) => encodeCovered(markCovered(shapeOf(ITEMS), counts));

const session = (name: string) => ({
  ...{ name, isOpen: false, start: null, end: null, processes: 1 },
  covered: [0, 0, 0, 0] as const,
});

const DATA: ReportData = {
  state: {
    ...{ run: null, label: null, project: 'shop', phase: 'report', time: '2026-01-01T00:00:00.000Z' },
    ...{ processes: [], marks: [], warnings: [], losses: [], resets: 0, end: null },
    sessions: [session('one'), session('__proto__')],
  },
  changes: { type: 'no changes', reason: 'unknown' },
  files: [
    ['constructor', [3, 0, 0, 3], [2, 0, 0, 2]],
    ['src/b.js', [3, 0, 0, 3], [0, 0, 0, 0]],
  ],
};

const SOURCE = { path: 'constructor', text: 'a\nb\nc', reason: null, items: ITEMS };

/** Data files by name. */
const FILES: Readonly<Record<string, unknown>> = {
  'file-0': { source: SOURCE, counts: [4, 5, 0], hasSessions: true },
  'file-1': { source: { ...SOURCE, path: 'src/b.js' }, counts: [0, 0, 0], hasSessions: false },
  'sessions-0': [
    [0, [0, 4, 1, 2]],
    [1, [1, 3]],
  ],
  'session-0': [[0, coveredOf([4, 2, 0])]],
  'session-1': [[0, coveredOf([0, 3, 0])]],
  table: [
    [0, 2],
    [0, 1],
  ],
};

describe('the index of a report', () => {
  const loaded: string[] = [];
  const index = createReportIndex(DATA, async (name) => {
    loaded.push(name);
    assert.ok(name in FILES, name);
    return FILES[name];
  });

  beforeEach(() => loaded.splice(0));

  it('has the rows of all files without loading anything', async () => {
    const rows = await index.readRows({ kind: 'run' });
    assert.deepEqual(rows, [
      { path: 'constructor', total: [3, 0, 0, 3], parts: [[2, 0, 0, 2]] },
      { path: 'src/b.js', total: [3, 0, 0, 3], parts: [[0, 0, 0, 0]] },
    ]);
    assert.deepEqual(loaded, []);
  });

  it('has the rows of a session, with zeros for files that it did not run', async () => {
    const rows = await index.readRows({ kind: 'session', name: '__proto__' });
    assert.ok(typeof rows !== 'string');
    assert.deepEqual(
      rows.map(({ parts }) => parts),
      [[[1, 0, 0, 1]], [[0, 0, 0, 0]]],
    );
  });

  it('compares two sessions: only the first, both, only the second', async () => {
    const rows = await index.readRows({ kind: 'comparison', first: 'one', second: '__proto__' });
    assert.ok(typeof rows !== 'string');
    assert.deepEqual(rows[0]?.parts, [
      [1, 0, 0, 1],
      [1, 0, 0, 1],
      [0, 0, 0, 0],
    ]);
    assert.equal(rows[1]?.parts.length, 3);
  });

  it('has the counts of a file in each session of the view', async () => {
    const run = await index.readFile('constructor', { kind: 'run' });
    assert.deepEqual(run, { type: 'source', source: SOURCE, layers: [[4, 5, 0]] });
    assert.deepEqual(loaded, ['file-0']);
    const both = await index.readFile('constructor', {
      ...{ kind: 'comparison', first: '__proto__', second: 'one' },
    });
    assert.deepEqual(both.type === 'source' && both.layers, [
      [0, 3, 0],
      [4, 2, 0],
    ]);
    const none = await index.readFile('src/b.js', { kind: 'session', name: 'one' });
    assert.deepEqual(none.type === 'source' && none.layers, [[0, 0, 0]]);
  });

  it('has the sessions of a file, and the table of all', async () => {
    assert.deepEqual(await index.readSessions('constructor'), {
      sessions: [
        {
          name: 'one',
          counts: [
            [0, 4],
            [1, 2],
          ],
        },
        { name: '__proto__', counts: [[1, 3]] },
      ],
    });
    assert.deepEqual(await index.readSessions('src/b.js'), { sessions: [] });
    assert.deepEqual(await index.readTable(), {
      sessions: ['one', '__proto__'],
      rows: [
        { path: 'constructor', total: 3, covered: [2, 1] },
        { path: 'src/b.js', total: 3, covered: [0, 0] },
      ],
    });
  });

  it('has a reason for views and files that it does not have', async () => {
    assert.equal(await index.readRows({ kind: 'session', name: 'two' }), 'The report has no session "two".');
    assert.equal(await index.readRows({ kind: 'mark', mark: 1 }), 'A report has no marks.');
    assert.deepEqual(await index.readFile('constructor', { kind: 'mark', mark: 1 }), {
      ...{ type: 'no file', reason: 'A report has no marks.' },
    });
    await assert.rejects(index.readFile('toString', { kind: 'run' }), /The report has no file toString\./);
  });
});
