/** Converting Istanbul's data to what a page shows. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { IstanbulFile } from '../../../../src/interchange/from-istanbul.js';
import { toFileItems, toFileView } from '../../../../src/report/page/file-view.js';
import { sizeOfItems } from '../../../../src/view/file-items.js';
import { mapsOf } from '../../../support/engines.js';

const at = (line: number, column: number, endLine: number, endColumn: number | null) => ({
  start: { line, column },
  end: { line: endLine, column: endColumn as number },
});

const FILE: IstanbulFile = {
  path: resolve('/app/a.js'),
  statementMap: { 0: at(1, 0, 1, Number.POSITIVE_INFINITY), 4: at(2, 0, 2, null) },
  fnMap: { 1: { name: '<b>', decl: at(2, 9, 2, 10), loc: at(2, 13, 4, 1), line: 2 } },
  branchMap: {
    3: {
      type: 'if',
      loc: at(3, 2, 3, 12),
      locations: [at(3, 2, 3, 12), { start: {}, end: {} } as ReturnType<typeof at>],
      line: 3,
    },
  },
  s: { 0: 7, 4: 0 },
  f: { 1: 3 },
  b: { 3: [1, 2] },
};

describe('converting Istanbul data for a page', () => {
  it('lists statements, functions and arms in the order of their counts', () => {
    const { items, counts } = toFileView(FILE);
    assert.deepEqual(counts, [7, 0, 3, 1, 2]);
    assert.equal(sizeOfItems(items), counts.length);
    assert.deepEqual(items.functions, [{ name: '<b>', declaration: [2, 9, 2, 10], body: [2, 13, 4, 1] }]);
  });

  it('writes the end of a line as MAX_SAFE_INTEGER, whether the data has Infinity or null', () => {
    assert.deepEqual(toFileView(FILE).items.statements, [
      [1, 0, 1, Number.MAX_SAFE_INTEGER],
      [2, 0, 2, Number.MAX_SAFE_INTEGER],
    ]);
  });

  it('has null for an else that the source does not contain, and skips gaps between ids', () => {
    assert.deepEqual(toFileView(FILE).items.branches, [
      { kind: 'if', range: [3, 2, 3, 12], arms: [[3, 2, 3, 12], null] },
    ]);
  });

  it('has the same items after a round trip through JSON', () => {
    const file = { ...mapsOf('nyc', 'function f(a = 1) { if (a) return a || 2; }\n'), path: FILE.path };
    const copy = JSON.parse(JSON.stringify(file)) as IstanbulFile;
    assert.deepEqual(toFileView(copy), toFileView(file as IstanbulFile));
  });

  it('omits branches without arms', () => {
    const meta = { path: 'a.js', sourceHash: '', probes: 0, statements: [], functions: [] };
    const items = toFileItems({ ...meta, branches: [{ kind: 'switch', range: [1, 0, 1, 9], arms: [] }] });
    assert.deepEqual(items, { statements: [], functions: [], branches: [] });
  });
});
