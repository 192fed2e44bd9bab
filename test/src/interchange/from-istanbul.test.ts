/** Converting Istanbul data of any tool to a meta and counts. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';
import { fromIstanbul, type IstanbulFile, istanbulCountsOf } from '../../../src/interchange/from-istanbul.js';
import { toIstanbul } from '../../../src/interchange/to-istanbul.js';
import { decodeMeta, encodeMeta, hashOf, metaNameOf } from '../../../src/profile/format/meta-file.js';
import { LINE_END, type Range, UNKNOWN_SOURCE } from '../../../src/profile/model/file-meta.js';
import { mapsOf } from '../../support/engines.js';

const ROOT = resolve('/app');
const PATH = join(ROOT, 'src/a.js');

const at = (line: number, column: number, endLine: number, endColumn: number | null): Location => ({
  start: { line, column },
  end: { line: endLine, column: endColumn as number },
});

/** Returns a file with one item of each kind, with the given changes. */
function fileOf(changes: object = {}): IstanbulFile {
  return {
    path: PATH,
    statementMap: { 0: at(1, 0, 1, 9) },
    fnMap: { 0: { name: 'f', decl: at(2, 9, 2, 10), loc: at(2, 13, 4, 1), line: 2 } },
    branchMap: {
      0: { type: 'if', loc: at(3, 2, 3, 12), locations: [at(3, 2, 3, 12), at(3, 8, 3, 12)], line: 3 },
    },
    s: { 0: 7 },
    f: { 0: 3 },
    b: { 0: [1, 2] },
    ...changes,
  };
}

const readBack = (file: IstanbulFile) => {
  const meta = fromIstanbul(file, ROOT);
  const bytes = encodeMeta(meta);
  return toIstanbul(decodeMeta(bytes, metaNameOf(hashOf(bytes))), istanbulCountsOf(file), ROOT);
};

describe('fromIstanbul', () => {
  const SOURCE = `switch (1) {}
function f(a = 1, b = a || 2) { if (a) return b; /* istanbul ignore else */ if (b) a++; return a ? 1 : 2; }
class C { m() {} #p = () => f(); }
switch (f(0)) { case 1: case 2: break; default: new C(); }
`;

  for (const [title, text] of [
    ['as objects', (file: unknown) => file],
    ['as JSON', (file: unknown) => JSON.parse(JSON.stringify(file))],
  ] as const) {
    it(`keeps all data of the instrumenter ${title}`, () => {
      const zeros = mapsOf('nyc', SOURCE);
      let count = 0;
      const counts = (map: object) => Object.fromEntries(Object.keys(map).map((id) => [id, count++]));
      const arms = Object.entries(zeros.b).map(([id, all]) => [id, all.map(() => count++)]);
      const file: FileCoverageData = {
        ...zeros,
        s: counts(zeros.s),
        f: counts(zeros.f),
        b: Object.fromEntries(arms),
      };
      const { hash, ...again } = readBack({ ...(text(file) as IstanbulFile), path: join(ROOT, 'a.js') });
      const { path, statementMap, fnMap, branchMap, s, f, b } = file;
      assert.deepEqual(again, { path: join(ROOT, 'a.js'), statementMap, fnMap, branchMap, s, f, b });
      assert.deepEqual([path.endsWith('a.js'), hash, Object.keys(b)[0]], [true, UNKNOWN_SOURCE, '1']);
    });
  }

  it('accepts a hash of covermain as the source hash, and no other', () => {
    const hashOfSource = (hash?: unknown) => fromIstanbul(fileOf({ hash }), ROOT).sourceHash;
    assert.equal(hashOfSource('ab'.repeat(32)), 'ab'.repeat(32));
    for (const other of [undefined, null, 'ab'.repeat(20), 'AB'.repeat(32), 7])
      assert.equal(hashOfSource(other), UNKNOWN_SOURCE);
  });

  const RANGES: readonly [title: string, location: unknown, range: Range][] = [
    ['a column that is null in JSON', at(1, 2, 3, null), [1, 2, 3, LINE_END]],
    ['the end of a line', at(1, 2, 3, Number.POSITIVE_INFINITY), [1, 2, 3, LINE_END]],
    ['missing columns', { start: { line: 1 }, end: { line: 3 } }, [1, 0, 3, LINE_END]],
    [
      'an end without a line',
      { start: { line: 1, column: 2 }, end: { line: null, column: -1 } },
      [1, 2, 1, LINE_END],
    ],
    ['an end before the first column', at(1, 0, 1, -1), [1, 0, 1, 0]],
    ['a start before the first column', at(1, -1, 1, 4), [1, 0, 1, 4]],
  ];

  for (const [title, location, range] of RANGES) {
    it(`accepts ${title}`, () => {
      const file = fileOf({ statementMap: { 0: location } });
      assert.deepEqual(fromIstanbul(file, ROOT).statements[0]?.range, range);
      assert.deepEqual(readBack(file).s, { 0: 7 });
    });
  }

  it('accepts functions with only one of their two ranges', () => {
    const functionOf = (called: object) => fromIstanbul(fileOf({ fnMap: { 0: called } }), ROOT).functions[0];
    const range: Range = [2, 0, 4, 1];
    for (const one of [{ decl: at(...range) }, { loc: at(...range) }, { decl: null, loc: at(...range) }]) {
      const { declaration, body } = functionOf({ name: 'f', ...one }) ?? {};
      assert.deepEqual([declaration, body], [range, range]);
    }
  });

  it('accepts branches without a range and branches of unknown kinds', () => {
    const locations = [at(5, 1, 5, 2), at(5, 3, 5, 4)];
    const [branch] = fromIstanbul(
      fileOf({ branchMap: { 0: { type: 'logical', locations } } }),
      ROOT,
    ).branches;
    assert.deepEqual([branch?.kind, branch?.range], ['branch', [5, 1, 5, 2]]);
    const empty = fileOf({ branchMap: { 0: { type: 'branch', locations: [] } }, b: { 0: [] } });
    assert.deepEqual(readBack(empty).b, {});
  });

  it('accepts all notations of an else that the source does not contain', () => {
    const nowhere = [
      { start: {}, end: {} },
      {},
      null,
      at(undefined as never, undefined as never, undefined as never, null),
    ];
    for (const other of nowhere) {
      const locations = [at(3, 2, 3, 12), other];
      const { branches } = fromIstanbul(
        fileOf({ branchMap: { 0: { type: 'if', loc: at(3, 2, 3, 12), locations } } }),
        ROOT,
      );
      assert.deepEqual(
        branches[0]?.arms.map(({ range }) => range),
        [[3, 2, 3, 12], null],
      );
    }
  });

  it('numbers ids from 0, except those of branches, which reports show', () => {
    const { statementMap, fnMap, branchMap } = fileOf();
    const file = fileOf({
      statementMap: { 1: statementMap[0], 2: at(2, 0, 2, 1) },
      fnMap: { 1: fnMap[0] },
      branchMap: { 2: branchMap[0] },
      s: { 1: 7, 2: 8 },
      f: { 1: 3 },
      b: { 2: [1, 2] },
    });
    const { s, f, b } = readBack(file);
    assert.deepEqual({ s, f, b }, { s: { 0: 7, 1: 8 }, f: { 0: 3 }, b: { 2: [1, 2] } });
  });

  it('does not fill gaps up to an implausible id', () => {
    const branchOf = (id: string) => {
      const { branchMap } = fileOf();
      return fromIstanbul(fileOf({ branchMap: { [id]: branchMap[0] } }), ROOT).branches.length;
    };
    assert.ok(branchOf('4294967294') < 2_000);
    assert.deepEqual(['first', '-1'].map(branchOf), [1, 1]);
  });

  it('uses 0 for a missing count and drops counts without an item', () => {
    const { s, f, b } = readBack(fileOf({ s: { 9: 1 }, f: {}, b: {} }));
    assert.deepEqual({ s, f, b }, { s: { 0: 0 }, f: { 0: 0 }, b: { 0: [0, 0] } });
    assert.deepEqual(readBack(fileOf({ b: { 0: [4] } })).b, { 0: [4, 0] });
  });

  it('drops properties that only some tools write', () => {
    const more = {
      bT: { 0: [1, 0] },
      contentHash: 'aa',
      _coverageSchema: 'bb',
      meta: { lastBranch: 1 },
      all: false,
    };
    assert.deepEqual(readBack(fileOf(more)), readBack(fileOf()));
  });

  it('makes paths relative to the root, also outside of it', () => {
    const pathOf = (path: string) => fromIstanbul(fileOf({ path }), ROOT).path;
    assert.equal(pathOf(join(ROOT, 'größe/終🙂.js')), 'größe/終🙂.js');
    assert.equal(pathOf(resolve('/lib/b.js')), '../lib/b.js');
  });
});
