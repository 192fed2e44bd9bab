/** How often lines ran: as their statements, and as what they are in the midst of. */
import assert from 'node:assert/strict';
import libCoverage, { type FileCoverageData } from 'istanbul-lib-coverage';
import { countLines, lineCountAt } from '../../../src/report/line-counts.js';
import { instrumentWith } from '../../support/engines.js';
import { coverageOfExecuted } from '../../support/executed-scripts.js';
import { runInRealm } from '../../support/run-in-realm.js';

describe('countLines', () => {
  it('has the counts of Istanbul', () => {
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

type LineCase = readonly [what: string, source: string, counts: readonly (number | undefined)[]];

const CASES: readonly LineCase[] = [
  ['has no code', '// a\n\n;\n', [undefined, undefined, undefined]],
  ['has several statements: of the one that ran most', 'if (0) a; for (const a of [1, 2]) a;', [2]],
  ['is in the midst of a statement', 'const a = [\n  1,\n\n];', [1, 1, 1, 1]],
  [
    'is in the midst of two: of the inner one',
    'for (const a of [1, 2]) {\n  a.b = [\n    a\n  ];\n}\n',
    [1, 2, 2, 2, 1],
  ],
  [
    'is of a function: of that where it is declared, of none where nothing is',
    'function f(\n  a,\n) {\n  // nothing\n  return 1;\n}\nf(); f();\n',
    [2, 2, 2, undefined, 2, undefined, 1],
  ],
  [
    'is of a function in a statement',
    'const o = {\n  a() {\n    return 1;\n    // nothing\n  },\n  b: 1,\n};\no.a(); o.a();\n',
    [1, 2, 2, undefined, undefined, 1, 1, 1],
  ],
  ['is in front of a function and behind it', 'const a = 1, b = () => {\n};\nb(); b();\n', [1, 1, 1]],
  ['never ran', 'if (0)\n  a(\n  );\n', [1, 0, 0]],
];

describe('a line has the count', () => {
  for (const [what, source, expected] of CASES) {
    it(`of what begins on it, or is around it, where it ${what}`, () => {
      const counts = runInRealm(instrumentWith('probe', source)).counts() as FileCoverageData;
      assert.deepEqual(
        expected.map((_, line) => lineCountAt(counts, line + 1)),
        expected,
      );
    });
  }
});
