/** What is to be said of each session is said once for all of them. */
import assert from 'node:assert/strict';
import { logOnce } from '../../../src/collect/log-once.js';

describe('sayOnce', () => {
  it('says each line the first time', () => {
    const said: string[] = [];
    const logLine = logOnce((line) => said.push(line));
    for (const line of ['a.js is elsewhere', 'b.js is elsewhere', 'a.js is elsewhere']) logLine(line);
    assert.deepEqual(said, ['a.js is elsewhere', 'b.js is elsewhere']);
  });
});
