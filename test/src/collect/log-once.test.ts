/** Logging repeated lines once. */
import assert from 'node:assert/strict';
import { logOnce } from '../../../src/collect/log-once.js';

describe('logOnce', () => {
  it('logs each line only the first time', () => {
    const logged: string[] = [];
    const logLine = logOnce((line) => logged.push(line));
    for (const line of ['a.js is elsewhere', 'b.js is elsewhere', 'a.js is elsewhere']) logLine(line);
    assert.deepEqual(logged, ['a.js is elsewhere', 'b.js is elsewhere']);
  });
});
