/** Lines are counted as Istanbul counts them, and numbered as it numbers them. */
import assert from 'node:assert/strict';
import libCoverage, { type FileCoverageData } from 'istanbul-lib-coverage';
import { countLines, toSourceLines } from '../../../../src/report/diff/line-counts.js';
import { ranIn } from '../../../support/ran.js';

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
    const [file] = Object.values(ranIn('/app', { 'a.js': source }));
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

describe('toSourceLines', () => {
  const all = [{ first: 1, last: Infinity }];

  it('leaves lines alone that end with line feeds, or CRLF', () => {
    const ranges = [{ first: 2, last: 3 }];
    assert.equal(toSourceLines('a\nb\r\nc\n', ranges), ranges);
  });

  it('has all lines of JavaScript that one of git is', () => {
    const source = 'a\nb\rc\u2028d\r\ne\u2029f\ng';
    const lineOf = (line: number) => toSourceLines(source, [{ first: line, last: line }]);
    assert.deepEqual([1, 2, 3, 4].map(lineOf), [
      [{ first: 1, last: 1 }],
      [{ first: 2, last: 4 }],
      [{ first: 5, last: 6 }],
      [{ first: 7, last: 7 }],
    ]);
    assert.equal(toSourceLines(source, all).at(-1)?.last, 7);
  });

  it('has every line of a file without line feeds', () => {
    assert.deepEqual(toSourceLines('a\rb\rc', all), [{ first: 1, last: 3 }]);
  });
});
