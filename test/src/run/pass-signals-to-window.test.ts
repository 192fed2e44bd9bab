/** A window receives one Ctrl+C once, and a second one a second later. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { REPEATED_SIGNAL_INTERVAL } from '../../../src/platform/ending-signals.js';
import { passSignalsToWindow } from '../../../src/run/pass-signals-to-window.js';

describe('passing signals to a window', () => {
  it('drops repeated signals within a second of the first', () => {
    const received: unknown[] = [];
    const child = { kill: (signal: unknown) => received.push(signal) } as unknown as ChildProcess;
    let receive: (signal: NodeJS.Signals) => void = () => {};
    let time = 0;
    const relay = {
      follow(next: typeof receive) {
        receive = next;
        return () => {};
      },
      release() {},
      close() {},
    };
    const passing = passSignalsToWindow(
      relay,
      () => [],
      () => time,
    )(child);
    receive('SIGINT');
    receive('SIGINT');
    time = REPEATED_SIGNAL_INTERVAL - 1;
    receive('SIGTERM');
    assert.deepEqual(received, ['SIGINT']);
    time = REPEATED_SIGNAL_INTERVAL;
    receive('SIGINT');
    assert.deepEqual(received, ['SIGINT', 'SIGINT']);
    assert.equal(passing.wasForced(), false);
    passing.stop();
  });
});
