/** `COVER_GRACE` is a duration that may be zero. It defaults to 5 seconds. */
import assert from 'node:assert/strict';
import { graceOf } from '../../../src/settings/grace.js';

describe('COVER_GRACE', () => {
  const ACCEPTED: readonly [given: string, milliseconds: number][] = [
    ['0', 0],
    ['0s', 0],
    ['10s', 10_000],
    ['250', 250],
  ];

  for (const [given, milliseconds] of ACCEPTED) {
    it(`parses ${given} as ${milliseconds} ms`, () => {
      assert.equal(graceOf({ COVER_GRACE: given }), milliseconds);
    });
  }

  for (const given of [undefined, '', ' ']) {
    it(`is 5 seconds for ${JSON.stringify(given)}`, () => {
      assert.equal(graceOf({ COVER_GRACE: given }), 5_000);
    });
  }

  for (const given of ['-1', '-5s', 'long', '25d']) {
    it(`rejects ${given} and states zero as the minimum`, () => {
      assert.throws(() => graceOf({ COVER_GRACE: given }), {
        name: 'SettingError',
        message:
          `Invalid COVER_GRACE "${given}": expected a duration from 0ms to 24d, ` +
          'such as 60s, 5m or 1500 (milliseconds). Example: COVER_GRACE=10s',
      });
    });
  }
});
