/** `COVER_CACHE` turns the cache off; it is on by default. */
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

  it('rejects any other value', () => {
    assert.throws(() => isCacheOn({ COVER_CACHE: 'no' }), /Invalid COVER_CACHE "no": expected on or off/);
  });
});
