/** A function has its own statements, without those of functions inside it. No statement belongs to two functions. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { FileCoverageData, Range } from 'istanbul-lib-coverage';
import { functionRatio, summarizeFunctions } from '../../../src/report/functions.js';
import { mapsOf } from '../../support/engines.js';
import { coverageOfExecuted } from '../../support/executed-scripts.js';
import { randomProgram } from '../../support/random-programs.js';

const ROOT = resolve('/app');

/** `line name covered/total` */
function linesOf(source: string): readonly string[] {
  return summarizeFunctions(coverageOfExecuted(ROOT, { 'a.js': source }), ROOT).map(
    ({ line, name, statements }) => `${line} ${name} ${statements.covered}/${statements.total}`,
  );
}

describe('summarizing functions', () => {
  const CASES: readonly [title: string, source: string, lines: readonly string[]][] = [
    [
      'counts the statements of a function',
      'function f(a) {\n  if (a) f();\n  return 1;\n}\nf();\n',
      ['1 f 2/3'],
    ],
    [
      'leaves out statements of functions inside a function',
      'function outer() {\n  const x = 1;\n  function inner() {\n    return x;\n  }\n  return x;\n}\nouter();\n',
      ['1 outer 2/2', '3 inner 0/1'],
    ],
    [
      'counts the expression that is the body of an arrow function',
      'const f = () => 1, g = (a) => (b) => a + b;\ng(1);\n',
      ['1 (anonymous_0) 0/1', '1 (anonymous_1) 1/1', '1 (anonymous_2) 0/1'],
    ],
    [
      'counts statements after a function inside a function',
      'function f() {\n  [1].map((x) => {\n    x;\n  });\n  f.a; f.b;\n}\n',
      ['1 f 0/3', '2 (anonymous_1) 0/1'],
    ],
    [
      'includes methods and accessors',
      'class A {\n  get a() { return 1; }\n  static b() {}\n}\nnew A().a;\n',
      ['2 (anonymous_0) 1/1', '3 (anonymous_1) 0/0'],
    ],
    ['returns nothing for a file without functions', 'let a = 1;\n', []],
  ];

  for (const [title, source, lines] of CASES) {
    it(title, () => assert.deepEqual(linesOf(source), lines));
  }

  it('treats a function without statements as covered if it was called', () => {
    const functions = summarizeFunctions(
      coverageOfExecuted(ROOT, { 'a.js': 'function f() {}\nfunction g() {}\nf(); f();\n' }),
      ROOT,
    );
    assert.deepEqual(
      functions.map((one) => [one.count, functionRatio(one)]),
      [
        [2, { covered: 1, total: 1 }],
        [0, { covered: 0, total: 1 }],
      ],
    );
  });

  it('sorts functions by path, then by line', () => {
    const source = 'function f() {}\nfunction g() {}\n';
    const functions = summarizeFunctions(
      coverageOfExecuted(ROOT, { 'src/b.js': source, 'b.js': source, 'a/c.js': source }),
      ROOT,
    );
    assert.deepEqual(
      functions.map(({ path, name }) => `${path} ${name}`),
      ['a/c.js f', 'a/c.js g', 'b.js f', 'b.js g', 'src/b.js f', 'src/b.js g'],
    );
  });

  it('handles ranges to the end of a line of unknown length', () => {
    const toLineEnd: Range = {
      start: { line: 1, column: 4 },
      end: { line: 2, column: Number.POSITIVE_INFINITY },
    };
    const file: FileCoverageData = {
      path: resolve(ROOT, 'a.js'),
      statementMap: { 0: toLineEnd, 1: { ...toLineEnd, start: { line: 2, column: 0 } } },
      fnMap: { 0: { name: 'f', line: 1, decl: toLineEnd, loc: toLineEnd } },
      branchMap: {},
      s: { 0: 1, 1: 0 },
      f: { 0: 1 },
      b: {},
    };
    const [one] = summarizeFunctions({ [file.path]: file }, ROOT);
    assert.deepEqual(one?.statements, { covered: 1, total: 2 });
  });

  it('equals a naive search of all functions for each statement, in random programs', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const file = mapsOf('probe', randomProgram(seed));
      const found = summarizeFunctions({ [resolve(ROOT, 'a.js')]: file }, ROOT);
      assert.deepEqual(
        found.map(({ name, statements }) => [name, statements.total]).sort(),
        [...searchTotals(file)].sort(),
        `seed ${seed}`,
      );
    }
  });
});

/** Finds for each statement the innermost function that contains it. */
function searchTotals({ fnMap, statementMap }: FileCoverageData): readonly [name: string, total: number][] {
  const functions = Object.values(fnMap);
  const totals = new Map(functions.map((one) => [one, 0]));
  for (const statement of Object.values(statementMap)) {
    const around = functions.filter(({ loc }) => contains(loc, statement));
    const innermost = around.find((one) => around.every((other) => contains(other.loc, one.loc)));
    if (innermost) totals.set(innermost, (totals.get(innermost) ?? 0) + 1);
  }
  return [...totals].map(([{ name }, total]) => [name, total]);
}

function contains(outer: Range, inner: Range): boolean {
  const isInOrder = (one: Range['start'], other: Range['start']) =>
    one.line < other.line || (one.line === other.line && one.column <= other.column);
  return isInOrder(outer.start, inner.start) && isInOrder(inner.end, outer.end);
}
