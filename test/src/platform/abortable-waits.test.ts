import assert from 'node:assert/strict';
import { waitAtMost } from '../../../src/platform/abortable-waits.js';

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('waiting at most for a time', () => {
  it('leaves no timer that keeps the process alive when the promise is settled first', async () => {
    await null; // mocha starts its own timer
    const before = timers();
    await waitAtMost(Promise.resolve(), 60_000, new AbortController().signal);
    assert.equal(timers(), before);
  });

  it('ends after the time, and when the signal is aborted', async () => {
    const never = new Promise<void>(() => {});
    await waitAtMost(never, 5, new AbortController().signal);
    await waitAtMost(never, 60_000, AbortSignal.abort());
    const controller = new AbortController();
    const waiting = waitAtMost(never, 60_000, controller.signal);
    controller.abort();
    await waiting;
  });
});
