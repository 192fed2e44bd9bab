import assert from 'node:assert/strict';
import { formatLineGroup, groupLines } from '../../../../src/page/state/line-ranges.js';

describe('ranges of lines', () => {
  it('joins consecutive lines', () => {
    assert.deepEqual(groupLines([1, 2, 3, 5, 8, 9]).map(formatLineGroup), ['1–3', '5', '8–9']);
  });

  it('accepts no line and repeated lines', () => {
    assert.deepEqual(groupLines([]), []);
    assert.deepEqual(groupLines([4, 4, 5]).map(formatLineGroup), ['4–5']);
  });
});
