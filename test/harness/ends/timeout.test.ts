/** A window ends after its timeout. The timer does not keep the app alive, and does not fire after waiting was stopped. */
import assert from 'node:assert/strict';
import type { WindowEnd } from '../../../harness/ends/end.js';
import { endByTimeout } from '../../../harness/ends/timeout.js';

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
}

describe('ending the window on a timeout', () => {
  it('ends the window after the timeout and returns its length', async () => {
    const end = await new Promise<WindowEnd>((endWindow) => endByTimeout(5)(endWindow));
    assert.deepEqual(end, { by: 'timeout', milliseconds: 5 });
  });

  it('does not keep the process alive', () => {
    const before = countTimers();
    const stop = endByTimeout(60_000)(() => {});
    assert.equal(countTimers(), before);
    stop();
  });

  it('does not end the window after waiting was stopped', async () => {
    const ends: WindowEnd[] = [];
    const stop = endByTimeout(1)((end) => ends.push(end));
    stop();
    // Timers of one length fire in the order in which they were set.
    await new Promise((fired) => endByTimeout(1)(fired));
    assert.deepEqual(ends, []);
  });

  it('does not end the window without a timeout', () => {
    const stop = endByTimeout(undefined)(() => assert.fail('the window ended'));
    assert.equal(stop(), undefined);
  });
});
