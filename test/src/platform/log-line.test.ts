import assert from 'node:assert/strict';
import { formatLogLine } from '../../../src/platform/log-line.js';

describe('formatLogLine', () => {
  it('names covermain as the origin of the line', () => {
    assert.equal(formatLogLine('The window is open.'), 'covermain: The window is open.');
  });
});
