/** An abort point sees every abort that was due when it was reached. */
import assert from 'node:assert/strict';
import { passAbortPoint } from '../../../src/platform/abort-point.js';

describe('passAbortPoint', () => {
  const reason = new Error('enough');

  it('does nothing without a signal', () => passAbortPoint(undefined));

  it('returns if nothing aborts', () => passAbortPoint(new AbortController().signal));

  for (const [name, schedule] of [
    ['a timer', (abort: () => void) => setTimeout(abort)],
    ['an immediate', setImmediate],
  ] as const)
    it(`throws the reason if ${name} aborts, even one that is due at the next turn`, async () => {
      const controller = new AbortController();
      const passed = await new Promise<{ readonly promise: Promise<void> }>((resolve) =>
        setImmediate(() => {
          schedule(() => controller.abort(reason));
          const promise = passAbortPoint(controller.signal);
          resolve({ promise });
          const end = performance.now() + 5;
          while (performance.now() < end); // now the timers are due before the immediates
        }),
      );
      await assert.rejects(passed.promise, reason);
    });
});
