/** `COVER_CACHE` is on unless it is turned off. */
import assert from 'node:assert/strict';
import { isCacheOn } from '../../../src/settings/cache.js';

describe('COVER_CACHE', () => {
  for (const [given, expected] of [
    [undefined, true],
    ['', true],
    ['on', true],
    ['off', false],
  ] as const) {
    it(`is ${expected ? 'on' : 'off'} for ${JSON.stringify(given)}`, () => {
      assert.equal(isCacheOn({ COVER_CACHE: given }), expected);
    });
  }

  it('refuses anything else', () => {
    assert.throws(() => isCacheOn({ COVER_CACHE: 'no' }), /Invalid COVER_CACHE "no": expected on or off/);
  });
});
