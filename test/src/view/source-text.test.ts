/** Splitting sources into lines. */
import assert from 'node:assert/strict';
import { spanOfRange, splitSource } from '../../../src/view/source-text.js';

const TEXT = splitSource('ab\r\nc\n\rd\u2028e\u2029');

describe('splitting a source into lines', () => {
  it('splits at each line terminator of JavaScript', () => {
    assert.deepEqual(TEXT.lines, ['ab', 'c', '', 'd', 'e', '']);
    assert.deepEqual(TEXT.starts, [0, 4, 6, 7, 9, 11, 11]);
  });

  it('returns one empty line for an empty text', () => {
    assert.deepEqual(splitSource(''), { lines: [''], starts: [0, 0] });
  });

  it('ends a range with MAX_SAFE_INTEGER at the end of its line', () => {
    assert.deepEqual(spanOfRange(TEXT, [1, 1, 1, Number.MAX_SAFE_INTEGER]), { start: 1, end: 2 });
  });

  it('moves positions outside the text into it', () => {
    assert.deepEqual(spanOfRange(TEXT, [1, -5, 99, 0]), { start: 0, end: 11 });
    assert.deepEqual(spanOfRange(TEXT, [1, Number.NaN, 2, Number.POSITIVE_INFINITY]), { start: 0, end: 5 });
  });

  it('makes a range empty that ends before it begins', () => {
    assert.deepEqual(spanOfRange(TEXT, [2, 1, 1, 0]), { start: 5, end: 5 });
    assert.deepEqual(spanOfRange(TEXT, [2, 0, Number.NaN, 0]), { start: 4, end: 4 });
  });

  it('returns undefined for a range that does not begin in the text', () => {
    for (const line of [0, -1, 1.5, 7, Number.NaN, Number.POSITIVE_INFINITY])
      assert.equal(spanOfRange(TEXT, [line, 0, 2, 1]), undefined);
  });
});
