/** Git's line numbers become those of Istanbul. */
import assert from 'node:assert/strict';
import { toSourceLines } from '../../../../src/report/diff/source-lines.js';

describe('toSourceLines', () => {
  const all = [{ first: 1, last: Infinity }];

  it('keeps the ranges of a file whose lines end with LF or CRLF', () => {
    const ranges = [{ first: 2, last: 3 }];
    assert.equal(toSourceLines('a\nb\r\nc\n', ranges), ranges);
  });

  it('returns all JavaScript lines that one Git line contains', () => {
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

  it('returns every line of a file without line feeds', () => {
    assert.deepEqual(toSourceLines('a\rb\rc', all), [{ first: 1, last: 3 }]);
  });
});
