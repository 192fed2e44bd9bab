/** A window ends after its time, and the timer neither keeps the app alive nor fires once it is stopped. */
import assert from 'node:assert/strict';
import type { WindowEnd } from '../../../harness/ends/end.js';
import { endByTimeout } from '../../../harness/ends/timeout.js';

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length;
}

describe('endByTimeout', () => {
  it('ends the window after the time, and says which that was', async () => {
    const end = await new Promise<WindowEnd>((endWindow) => endByTimeout(5)(endWindow));
    assert.deepEqual(end, { by: 'timeout', milliseconds: 5 });
  });

  it('does not keep an app alive that has finished', () => {
    const before = countTimers();
    const stop = endByTimeout(60_000)(() => {});
    assert.equal(countTimers(), before);
    stop();
  });

  it('does not end the window once it is stopped', async () => {
    const ends: WindowEnd[] = [];
    const stop = endByTimeout(1)((end) => ends.push(end));
    stop();
    // Timers of one length fire in the order in which they were set.
    await new Promise((fired) => endByTimeout(1)(fired));
    assert.deepEqual(ends, []);
  });

  it('never ends the window without a time', () => {
    const stop = endByTimeout(undefined)(() => assert.fail('the window ended'));
    assert.equal(stop(), undefined);
  });
});
