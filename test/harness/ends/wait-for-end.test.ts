/** The first of several ends closes the window. A later failure of the app replaces it as the result. */
import assert from 'node:assert/strict';
import type { EndSource, EndWindow, WindowEnd } from '../../../harness/ends/end.js';
import { waitForEnd } from '../../../harness/ends/wait-for-end.js';

const TIMEOUT: WindowEnd = { by: 'timeout', milliseconds: 5 };
const STOP: WindowEnd = { by: 'stop request' };
const FAILED: WindowEnd = { by: 'app failed', error: new Error('first') };
const FAILED_AGAIN: WindowEnd = { by: 'app failed', error: new Error('second') };

function failAgain(error: unknown): void {
  assert.fail(`failed again: ${error}`);
}

describe('waiting for the end of the window', () => {
  const ORDERS: readonly [description: string, ends: readonly WindowEnd[], result: WindowEnd][] = [
    ['the only end', [TIMEOUT], TIMEOUT],
    ['the first of several', [TIMEOUT, STOP], TIMEOUT],
    ['a failure while the app is closing', [STOP, FAILED], FAILED],
    ['a failure that is followed by another end', [FAILED, TIMEOUT], FAILED],
    ['the first of several failures', [STOP, FAILED, FAILED_AGAIN], FAILED],
  ];

  for (const [description, ends, result] of ORDERS) {
    it(`waits for the first end and returns ${description}`, async () => {
      const further: unknown[] = [];
      const wait = waitForEnd([], (error) => further.push(error));
      for (const end of ends) wait.endWindow(end);
      assert.equal(await wait.first, ends[0]);
      assert.equal(wait.stop(), result);
      const failures = ends.filter((end) => end.by === 'app failed').map(({ error }) => error);
      assert.deepEqual(further, failures.slice(1));
    });
  }

  it('accepts an end from any source', async () => {
    const windows: EndWindow[] = [];
    const source: EndSource = (endWindow) => {
      windows.push(endWindow);
      return () => {};
    };
    const wait = waitForEnd([source, source], failAgain);
    windows[1]?.(STOP);
    windows[0]?.(TIMEOUT);
    assert.equal(await wait.first, STOP);
  });

  it('accepts an end that a source reports immediately', async () => {
    const atOnce: EndSource = (endWindow) => {
      endWindow(STOP);
      return () => {};
    };
    const wait = waitForEnd([atOnce], failAgain);
    assert.equal(await wait.first, STOP);
    assert.equal(wait.stop(), STOP);
  });

  it('stops every source, and returns undefined if there was no end', () => {
    const stopped: number[] = [];
    const sources = [1, 2].map(
      (id): EndSource =>
        () =>
        () =>
          void stopped.push(id),
    );
    const wait = waitForEnd(sources, failAgain);
    assert.deepEqual(stopped, []);
    assert.equal(wait.stop(), undefined);
    assert.deepEqual(stopped, [1, 2]);
  });
});
