/** Signals are heard until their listener is removed. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { onSignals } from '../../../src/platform/on-signals.js';

describe('onSignals', () => {
  it('passes each signal to the listener until it is removed, and leaves other listeners alone', async () => {
    const received: string[] = [];
    const keepAlive = () => {};
    process.on('SIGWINCH', keepAlive);
    const remove = onSignals(['SIGWINCH', 'SIGCONT'], (signal) => received.push(signal));
    for (const signal of ['SIGWINCH', 'SIGCONT'] as const) {
      const heard = once(process, signal);
      process.kill(process.pid, signal);
      await heard;
    }
    remove();
    const heard = once(process, 'SIGWINCH');
    process.kill(process.pid, 'SIGWINCH');
    await heard;
    assert.ok(process.listeners('SIGWINCH').includes(keepAlive));
    process.off('SIGWINCH', keepAlive);
    assert.deepEqual(received, ['SIGWINCH', 'SIGCONT']);
  });
});
