import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { streamFile } from '../../../src/live/message-stream.js';
import type { RunModel } from '../../../src/live/run-model.js';

describe('a stream of messages', () => {
  afterEach(() => mock.timers.reset());

  it('ends at once if the server ends while messages are read', async () => {
    // Time stands still, so a stream that waits for its heartbeat never ends.
    mock.timers.enable({ apis: ['setTimeout'] });
    const closing = new AbortController();
    const take = async () => closing.abort() as undefined;
    const model: Pick<RunModel, 'followFile' | 'onChange'> = {
      followFile: () => ({ take, close() {} }),
      onChange: () => () => {},
    };
    const signals = { disconnected: new AbortController().signal, closing: closing.signal };
    const texts = streamFile(model as RunModel, { view: { kind: 'run' }, path: 'a.ts' }, signals);
    let sent = '';
    for await (const text of texts) sent += text;
    assert.equal(sent, '{"type":"closed"}\n');
  });
});
