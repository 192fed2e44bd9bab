/** Lines are filtered by ranges in one pass. */
import assert from 'node:assert/strict';
import { linesIn } from '../../../src/git/line-range.js';
import type { LineRange } from '../../../src/view/line-ranges.js';
import { randomOf } from '../../support/profiles.js';

describe('linesIn', () => {
  const lines = [1, 2, 5, 9, 10, 400];

  for (const [title, ranges, expected] of [
    ['returns nothing without ranges', [], []],
    ['returns all lines for an infinite range', [{ first: 1, last: Infinity }], lines],
    ['includes both ends of a range', [{ first: 2, last: 9 }], [2, 5, 9]],
    [
      'excludes lines between ranges',
      [
        { first: 3, last: 4 },
        { first: 10, last: 10 },
      ],
      [10],
    ],
  ] as const)
    it(title, () => assert.deepEqual(linesIn(ranges, lines), expected));

  it('equals a search through every range, for random ranges', () => {
    const random = randomOf(1);
    for (let round = 0; round < 200; round++) {
      const ends = Array.from({ length: 2 * random(8) }, () => random(60)).sort((one, other) => one - other);
      const ranges: LineRange[] = [];
      for (let index = 0; index < ends.length; index += 2)
        if ((ends[index] ?? 0) > (ranges.at(-1)?.last ?? -1))
          ranges.push({ first: ends[index] ?? 0, last: ends[index + 1] ?? 0 });
      const some = Array.from({ length: 60 }, (_, line) => line).filter(() => random(2) === 0);
      const expected = some.filter((line) => ranges.some(({ first, last }) => first <= line && line <= last));
      assert.deepEqual(linesIn(ranges, some), expected);
    }
  });
});
