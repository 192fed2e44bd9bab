/** Tests the conversion of offsets to the lines of ECMAScript and columns in UTF-16 units. */
import assert from 'node:assert/strict';
import { findLines } from '../../../../../src/instrument/probe/syntax/lines.js';

describe('finding the lines of a source', () => {
  it('starts a line after every line break of ECMAScript and treats CR LF as one', () => {
    const { starts, positionOf } = findLines('a\nb\r\nc\rd\u2028e\u2029f\n');
    assert.deepEqual(starts, [0, 2, 5, 7, 9, 11, 13]);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 11, 12, 13].map(positionOf).map(({ line, column }) => [line, column]),
      [
        [1, 0],
        [1, 1],
        [2, 0],
        [2, 1],
        [2, 2],
        [3, 0],
        [6, 0],
        [6, 1],
        [7, 0],
      ],
    );
  });

  it('finds offsets in any order, on sources with each kind of line break', () => {
    for (const source of ['a\nbc\n\nd', 'a\r\nbc\r\n\r\nd', '', '\n']) {
      const offsets = Array.from({ length: source.length + 1 }, (_, offset) => offset);
      const expected = offsets.map((offset) => findLines(source).positionOf(offset));
      const { positionOf } = findLines(source);
      for (const from of offsets)
        for (const to of offsets)
          assert.deepEqual([positionOf(from), positionOf(to)], [expected[from], expected[to]]);
    }
  });

  it('counts columns in UTF-16 units', () => {
    assert.deepEqual(findLines('🙂a').positionOf(2), { line: 1, column: 2 });
  });

  it('has a first line in an empty source', () => {
    assert.deepEqual(findLines('').positionOf(0), { line: 1, column: 0 });
  });

  it('returns ranges with an exclusive end', () => {
    assert.deepEqual(findLines('ab\ncd').rangeOf({ start: 1, end: 4 }), [1, 1, 2, 1]);
  });
});
