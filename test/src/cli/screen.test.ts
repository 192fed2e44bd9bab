/** The lines that fit on a terminal. */
import assert from 'node:assert/strict';
import { fitRows } from '../../../src/cli/screen.js';

describe('fitting lines on a terminal', () => {
  it('leaves a row for the cursor', () => {
    assert.deepEqual(fitRows(['a', 'b'], 3), ['a', 'b']);
    assert.deepEqual(fitRows(['a', 'b', 'c'], 3), ['a', '… 2 more lines']);
  });

  it('says how many lines are left out on the smallest terminal', () => {
    for (const rows of [1, 2]) assert.deepEqual(fitRows(['a', 'b', 'c'], rows), ['… 3 more lines']);
    assert.deepEqual(fitRows([], 1), []);
  });
});
