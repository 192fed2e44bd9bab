/** A window ends when the signal that it was given is aborted, once, and not after it is stopped. */
import assert from 'node:assert/strict';
import type { WindowEnd } from '../../../harness/ends/end.js';
import { endByStopRequest } from '../../../harness/ends/stop-request.js';

const END: WindowEnd = { by: 'stop request' };

describe('endByStopRequest', () => {
  let ends: WindowEnd[];
  let request: AbortController;
  const endWindow = (end: WindowEnd) => void ends.push(end);

  beforeEach(() => {
    ends = [];
    request = new AbortController();
  });

  it('ends the window once it is asked to, and not before', () => {
    endByStopRequest(request.signal)(endWindow);
    assert.deepEqual(ends, []);
    request.abort();
    request.abort();
    assert.deepEqual(ends, [END]);
  });

  it('ends the window at once where that was asked for before it opened', () => {
    request.abort();
    const stop = endByStopRequest(request.signal)(endWindow);
    assert.deepEqual(ends, [END]);
    stop();
  });

  it('does not end the window once it is stopped', () => {
    endByStopRequest(request.signal)(endWindow)();
    request.abort();
    assert.deepEqual(ends, []);
  });

  it('never ends the window without a signal', () => {
    const stop = endByStopRequest(undefined)(endWindow);
    stop();
    assert.deepEqual(ends, []);
  });
});
