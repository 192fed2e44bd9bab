/** Signals of a command reach the program in the foreground, and never interrupt a report by a repeated Ctrl+C. */
import assert from 'node:assert/strict';
import { ENDING_SIGNALS, REPEATED_SIGNAL_INTERVAL } from '../../../src/platform/ending-signals.js';
import { openSignalRelay, type SignalRelay } from '../../../src/run/signal-relay.js';

describe('relaying signals', () => {
  const listeners = () => ENDING_SIGNALS.map((name) => process.listenerCount(name));
  let before: readonly number[];
  let signals: SignalRelay;
  /** Milliseconds; the tests set the clock. */
  let time: number;

  beforeEach(() => {
    before = listeners();
    time = 0;
    signals = openSignalRelay(() => time);
  });

  afterEach(() => signals.close());

  // Mocha listens to SIGINT itself.
  const receive = () => process.emit('SIGHUP', 'SIGHUP');

  it('passes every signal on to the program in the foreground', () => {
    const received: string[] = [];
    const stop = signals.follow((signal) => received.push(signal));
    receive();
    receive();
    assert.deepEqual(received, ['SIGHUP', 'SIGHUP']);
    stop();
    receive();
    assert.equal(received.length, 2);
  });

  it('ignores a repetition after the program has ended', () => {
    signals.follow(() => {})();
    receive();
    receive();
  });

  it('restores the default action when it is released before any signal', () => {
    signals.release();
    assert.deepEqual(listeners(), before);
  });

  it('restores the default action a second after the first signal, not earlier', () => {
    receive();
    signals.release();
    time = REPEATED_SIGNAL_INTERVAL - 1;
    signals.release();
    assert.notDeepEqual(listeners(), before);
    time = REPEATED_SIGNAL_INTERVAL;
    signals.release();
    assert.deepEqual(listeners(), before);
  });
});
