import assert from 'node:assert/strict';
import { createLiveSource } from '../../../../src/page/data/live-source.js';

describe('the data of a running program', () => {
  it('says in a sentence that the server cannot be reached', async () => {
    const source = createLiveSource('token', () => Promise.reject(new TypeError('Failed to fetch')));
    const expected = { message: 'covermain does not answer. Is its command still running?' };
    await assert.rejects(source.readSessionTable(), expected);
    await assert.rejects(source.readSessions('a.ts'), expected);
    await assert.rejects(source.act?.({ kind: 'dump' }) ?? Promise.resolve(), expected);
  });
});
