/** `COVER_FLUSH` is a duration of at least 10 ms, or off. */
import assert from 'node:assert/strict';
import { flushOf } from '../../../src/settings/flush.js';

describe('COVER_FLUSH', () => {
  const ACCEPTED: readonly [given: string | undefined, milliseconds: number | null][] = [
    [undefined, 1_000],
    ['', 1_000],
    ['10', 10],
    ['10ms', 10],
    ['250ms', 250],
    ['1m', 60_000],
    ['off', null],
    [' off ', null],
  ];

  for (const [given, milliseconds] of ACCEPTED) {
    it(`parses ${JSON.stringify(given)} as ${milliseconds === null ? 'off' : `${milliseconds} ms`}`, () => {
      assert.equal(flushOf({ COVER_FLUSH: given }), milliseconds);
    });
  }

  for (const given of ['9ms', '0', '-1s', '25d', 'no', 'often']) {
    it(`rejects ${given} and offers off`, () => {
      assert.throws(() => flushOf({ COVER_FLUSH: given }), {
        name: 'SettingError',
        message:
          `Invalid COVER_FLUSH "${given}": expected a duration from 10ms to 24d, ` +
          'such as 60s, 5m or 1500 (milliseconds), or off. Example: COVER_FLUSH=1s',
      });
    });
  }
});
