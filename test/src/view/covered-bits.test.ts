/** Packed coverage has the tallies of the counts that it was made of. */
import assert from 'node:assert/strict';
import {
  decodeCovered,
  encodeCovered,
  hasBit,
  markCovered,
  shapeOf,
  tallyBits,
  totalOf,
} from '../../../src/view/covered-bits.js';
import type { FileItems } from '../../../src/view/file-items.js';
import { createTally } from '../../../src/view/tally.js';

const ITEMS: FileItems = {
  statements: [
    [1, 0, 1, 9],
    [1, 10, 1, 19],
    [3, 0, 3, 9],
    [2, 0, 2, 9],
    [3, 10, 3, 19],
  ],
  functions: [
    { name: 'a', declaration: [1, 0, 1, 1], body: [1, 2, 1, 9] },
    { name: 'b', declaration: [2, 0, 2, 1], body: [2, 2, 2, 9] },
  ],
  branches: [
    { kind: 'if', range: [1, 0, 1, 9], arms: [[1, 0, 1, 9], null] },
    {
      kind: 'binary-expr',
      range: [2, 0, 2, 9],
      arms: [
        [2, 0, 2, 1],
        [2, 2, 2, 3],
        [2, 4, 2, 5],
      ],
    },
  ],
};

const SIZE = 12;

describe('covered bits', () => {
  it('have the total of the items', () => {
    assert.deepEqual(
      totalOf(shapeOf(ITEMS)),
      createTally(ITEMS)(() => true),
    );
  });

  it('have the tally of any counts, also after they were written as text', () => {
    const tally = createTally(ITEMS);
    for (let set = 0; set < 1 << SIZE; set += 7) {
      const counts = Array.from({ length: SIZE }, (_, index) => (set >> index) & 1);
      const bits = decodeCovered(encodeCovered(markCovered(shapeOf(ITEMS), counts)));
      const expected = tally((index) => counts[index] === 1);
      assert.deepEqual(
        tallyBits(totalOf(shapeOf(ITEMS)), (bit) => hasBit(bits, bit)),
        expected,
        `${set}`,
      );
    }
  });

  it('take missing and invalid counts for zeros', () => {
    const bits = markCovered(shapeOf(ITEMS), [Number.NaN, -1]);
    assert.deepEqual(
      tallyBits(totalOf(shapeOf(ITEMS)), (bit) => hasBit(bits, bit)),
      [0, 0, 0, 0],
    );
  });
});
