/** Converting counters to Istanbul data, compared with istanbul-lib-instrument on the same source and run. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';
import { createInstrumenter } from 'istanbul-lib-instrument';
import { toIstanbul } from '../../../src/interchange/to-istanbul.js';
import type { BranchKind, BranchMeta, FileMeta, Range } from '../../../src/profile/model/file-meta.js';
import { metaOf } from '../../support/profiles.js';

const ROOT = resolve('/app');

const SOURCES: readonly [title: string, source: string][] = [
  ['statements and functions', 'function f(a) {\n  return () => a;\n}\nf(1)();\nf(2);\n'],
  ['methods and anonymous functions', 'class C { m() {} #p = () => 1; }\nnew C().m();\n(function () {})();'],
  ['an else in the source', 'let n = 0;\nif (n) n = 1; else n = 2;\nif (!n) { n = 3; } else if (n) n = 4;'],
  ['an if without an else', 'for (const n of [0, 1, 2]) {\n  if (n) String(n);\n}'],
  [
    'ignored arms',
    'let n = 0;\n/* istanbul ignore else */\nif (n) n = 1;\n/* istanbul ignore if */\nif (n) n = 1;',
  ],
  [
    'switches, one of them empty',
    'switch (1) {}\nfor (const n of [1, 2, 2])\n  switch (n) { case 1: case 2: break; default: }',
  ],
  ['conditions and operands', 'const f = (a, b = 1) => (a ? b : a && b || null);\nf(0);\nf(1, 2);'],
  ['nothing', '// only a comment\n'],
];

describe('toIstanbul', () => {
  for (const [title, source] of SOURCES) {
    it(`returns the data of the instrumenter for ${title}`, () => {
      const expected = run(source);
      const { meta, counters } = metaFrom(expected);
      const { hash, ...coverage } = toIstanbul(meta, counters, ROOT);
      assert.deepEqual(coverage, expected);
      assert.equal(hash, meta.sourceHash);
    });
  }

  it('adds the probes of a count, and uses 0 for a count without probes', () => {
    const range: Range = [1, 0, 1, 1];
    const meta = metaOf({
      probes: 3,
      statements: [[0, 2], [1], []].map((count) => ({ range, count })),
      functions: [{ name: 'f', textHash: null, declaration: range, body: [3, 4, 5, 6], count: [0, 1, 2] }],
      branches: [{ kind: 'if', range, arms: [{ range: null, count: [1, 2] }] }],
    });
    const { s, f, b, fnMap } = toIstanbul(meta, Float64Array.of(1, 10, 2 ** 40), ROOT);
    assert.deepEqual(
      { s, f, b },
      { s: { 0: 2 ** 40 + 1, 1: 10, 2: 0 }, f: { 0: 2 ** 40 + 11 }, b: { 0: [2 ** 40 + 10] } },
    );
    assert.equal(fnMap[0]?.line, 3);
  });

  it('returns the absolute path', () => {
    const pathOf = (path: string) => toIstanbul(metaOf({ path }), [0, 0, 0], ROOT).path;
    assert.equal(pathOf('src/a.ts'), resolve(ROOT, 'src/a.ts'));
    assert.equal(pathOf('../lib/a.ts'), resolve(ROOT, '../lib/a.ts'));
  });

  it('shares no objects between items, so that callers can change them', () => {
    const coverage = toIstanbul(metaOf(), [0, 0, 0], ROOT);
    const locations = [
      ...Object.values(coverage.statementMap),
      ...Object.values(coverage.fnMap).flatMap(({ decl, loc }) => [decl, loc]),
      ...Object.values(coverage.branchMap).flatMap(({ loc, locations }) => [loc, ...locations]),
    ].flatMap((location) => [location, location.start, location.end]);
    assert.equal(new Set(locations).size, locations.length);
  });

  it('rejects a different number of counters', () => {
    assert.throws(() => toIstanbul(metaOf(), [1, 2], ROOT), {
      name: 'RangeError',
      message: 'Expected 3 counters for src/é終🙂.ts, got 2.',
    });
  });
});

/** Runs a source under istanbul-lib-instrument and returns its `__coverage__`. */
function run(source: string): FileCoverageData {
  const path = resolve(ROOT, 'src/a.js');
  const coverageVariable = '__coverage_of_toIstanbul__';
  const code = createInstrumenter({ coverageVariable }).instrumentSync(source, path);
  try {
    new Function(code)();
    const covered = (globalThis as unknown as Record<string, Record<string, FileCoverageData>>)[
      coverageVariable
    ];
    const {
      path: _path,
      statementMap,
      fnMap,
      branchMap,
      s,
      f,
      b,
      ...rest
    } = covered?.[path] ?? assert.fail();
    // The instrumenter adds a mark to find its data in code, and its own hash.
    assert.deepEqual(Object.keys(rest).sort(), ['_coverageSchema', 'hash']);
    return { path: _path, statementMap, fnMap, branchMap, s, f, b };
  } finally {
    Reflect.deleteProperty(globalThis, coverageVariable);
  }
}

/** Returns a meta with one probe per Istanbul count, and counters with these counts. */
function metaFrom({ statementMap, fnMap, branchMap, s, f, b }: FileCoverageData): {
  readonly meta: FileMeta;
  readonly counters: readonly number[];
} {
  const counters: number[] = [];
  const probe = (count: number | undefined) => [counters.push(count ?? assert.fail()) - 1];
  const statements = Object.entries(statementMap).map(([id, location]) => {
    return { range: rangeOf(location), count: probe(s[id]) };
  });
  const functions = Object.entries(fnMap).map(([id, { name, decl, loc }]) => {
    return { name, textHash: null, declaration: rangeOf(decl), body: rangeOf(loc), count: probe(f[id]) };
  });
  const branchOf = (id: number): BranchMeta => {
    const branch = branchMap[id];
    if (!branch) return { kind: 'switch', range: [1, 0, 1, 0], arms: [] };
    const arms = branch.locations.map((location, arm) => {
      return {
        range: location.start.line === undefined ? null : rangeOf(location),
        count: probe(b[id]?.[arm]),
      };
    });
    return { kind: branch.type as BranchKind, range: rangeOf(branch.loc), arms };
  };
  const branches = [...Array(Math.max(-1, ...Object.keys(branchMap).map(Number)) + 1).keys()].map(branchOf);
  const items = { statements, functions, branches };
  return { meta: metaOf({ path: 'src/a.js', probes: counters.length, ...items }), counters };
}

function rangeOf({ start, end }: Location): Range {
  return [start.line, start.column, end.line, end.column];
}
