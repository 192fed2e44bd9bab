import assert from 'node:assert/strict';
import { formatLogLine } from '../../../src/platform/log-line.js';

describe('formatLogLine', () => {
  it('names covermain as the origin of the line', () => {
    assert.equal(formatLogLine('The window is open.'), 'covermain: The window is open.');
  });

  it('prints several lines only if it gets several', () => {
    assert.equal(
      formatLogLine(['a\ncovermain: b', '  c\x1b[2J']),
      'covermain: a\\ncovermain: b\n  c\\x1b[2J',
    );
  });
});
