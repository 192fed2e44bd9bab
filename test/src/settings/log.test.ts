/** `COVER_LOG` decides what is printed besides warnings. */
import assert from 'node:assert/strict';
import { logLevelOf } from '../../../src/settings/log.js';

describe('COVER_LOG', () => {
  for (const [given, expected] of [
    [undefined, 'off'],
    ['', 'off'],
    ['off', 'off'],
    ['info', 'info'],
    ['debug', 'debug'],
  ] as const) {
    it(`selects the level ${expected} for ${JSON.stringify(given)}`, () => {
      assert.equal(logLevelOf({ COVER_LOG: given }), expected);
    });
  }

  it('rejects any other value', () => {
    assert.throws(
      () => logLevelOf({ COVER_LOG: 'all' }),
      /Invalid COVER_LOG "all": expected info, debug or off/,
    );
  });
});
