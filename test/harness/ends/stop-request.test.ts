/** A window ends once when its abort signal fires, and not after waiting was stopped. */
import assert from 'node:assert/strict';
import type { WindowEnd } from '../../../harness/ends/end.js';
import { endByStopRequest } from '../../../harness/ends/stop-request.js';

const END: WindowEnd = { by: 'stop request' };

describe('ending the window on a stop request', () => {
  let ends: WindowEnd[];
  let request: AbortController;
  const endWindow = (end: WindowEnd) => void ends.push(end);

  beforeEach(() => {
    ends = [];
    request = new AbortController();
  });

  it('ends the window once when the signal is aborted', () => {
    endByStopRequest(request.signal)(endWindow);
    assert.deepEqual(ends, []);
    request.abort();
    request.abort();
    assert.deepEqual(ends, [END]);
  });

  it('ends the window at once if the signal was aborted before it opened', () => {
    request.abort();
    const stop = endByStopRequest(request.signal)(endWindow);
    assert.deepEqual(ends, [END]);
    stop();
  });

  it('does not end the window after waiting was stopped', () => {
    endByStopRequest(request.signal)(endWindow)();
    request.abort();
    assert.deepEqual(ends, []);
  });

  it('does not end the window without a signal', () => {
    const stop = endByStopRequest(undefined)(endWindow);
    stop();
    assert.deepEqual(ends, []);
  });
});
