import assert from 'node:assert/strict';
import { createLineSplitter } from '../../../src/view/line-splitter.js';

describe('splitting chunks into lines', () => {
  it('returns each line once it is complete, wherever the chunks end', () => {
    const { split, restLength } = createLineSplitter();
    assert.deepEqual(['a', 'b\nc\n\nd', '', '\n'].map(split), [[], ['ab', 'c', ''], [], ['d']]);
    assert.equal(restLength(), 0);
  });

  it('counts the units of an incomplete line', () => {
    const { split, restLength } = createLineSplitter();
    for (const chunk of ['first\nab', 'c', 'de']) split(chunk);
    assert.equal(restLength(), 5);
  });
});
