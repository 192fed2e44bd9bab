import assert from 'node:assert/strict';
import { formatLineRange, joinLines } from '../../../src/view/line-ranges.js';

describe('ranges of lines', () => {
  it('join consecutive lines', () => {
    assert.deepEqual(joinLines([1, 2, 3, 5, 8, 9]).map(formatLineRange), ['1-3', '5', '8-9']);
  });

  it('may have no line and repeated lines', () => {
    assert.deepEqual(joinLines([]), []);
    assert.deepEqual(joinLines([4, 4, 5]).map(formatLineRange), ['4-5']);
  });
});
