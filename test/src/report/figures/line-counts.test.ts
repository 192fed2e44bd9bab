/** Counts of lines come from the statements on them and around them. */
import assert from 'node:assert/strict';
import libCoverage, { type FileCoverageData } from 'istanbul-lib-coverage';
import { countLines, lineCountAt } from '../../../../src/report/figures/line-counts.js';
import { instrumentWith } from '../../../support/engines.js';
import { coverageOfExecuted } from '../../../support/executed-scripts.js';
import { runInRealm } from '../../../support/run-in-realm.js';

describe('counting lines', () => {
  it('equals Istanbul', () => {
    const source = `
      function f(n) { if (n > 1) return f(n - 1);
        return n; }
      f(3); let a = 0; for (const b of [1, 2]) a += b;
      function g() {
        return (
          1);
      }`;
    const [file] = Object.values(coverageOfExecuted('/app', { 'a.js': source }));
    assert.ok(file);
    const expected = { ...libCoverage.createFileCoverage(file as FileCoverageData).getLineCoverage() };
    assert.deepEqual(Object.fromEntries(countLines(file)), expected);
    assert.deepEqual(
      [...countLines(file)],
      [
        [2, 3],
        [3, 1],
        [4, 2],
        [6, 0],
      ],
    );
  });
});

type LineCase = readonly [subject: string, source: string, counts: readonly (number | undefined)[]];

const CASES: readonly LineCase[] = [
  ['without code', '// a\n\n;\n', [undefined, undefined, undefined]],
  ['with several statements, by the highest count', 'if (0) a; for (const a of [1, 2]) a;', [2]],
  ['inside a statement', 'const a = [\n  1,\n\n];', [1, 1, 1, 1]],
  [
    'inside two statements, by the inner one',
    'for (const a of [1, 2]) {\n  a.b = [\n    a\n  ];\n}\n',
    [1, 2, 2, 2, 1],
  ],
  [
    'of a function, where it is declared and not where it has no code',
    'function f(\n  a,\n) {\n  // nothing\n  return 1;\n}\nf(); f();\n',
    [2, 2, 2, undefined, 2, undefined, 1],
  ],
  [
    'of a function inside a statement',
    'const o = {\n  a() {\n    return 1;\n    // nothing\n  },\n  b: 1,\n};\no.a(); o.a();\n',
    [1, 2, 2, undefined, undefined, 1, 1, 1],
  ],
  ['before and after a function', 'const a = 1, b = () => {\n};\nb(); b();\n', [1, 1, 1]],
  ['that never ran', 'if (0)\n  a(\n  );\n', [1, 0, 0]],
];

describe('the count of a line', () => {
  for (const [subject, source, expected] of CASES) {
    it(`is right for a line ${subject}`, () => {
      const counts = runInRealm(instrumentWith('probe', source)).counts() as FileCoverageData;
      assert.deepEqual(
        expected.map((_, line) => lineCountAt(counts, line + 1)),
        expected,
      );
    });
  }
});
