/** `COVER_LOG` decides whether stacks are printed. */
import assert from 'node:assert/strict';
import { isDebugLog } from '../../../src/settings/log.js';

describe('COVER_LOG', () => {
  for (const [given, expected] of [
    [undefined, false],
    ['', false],
    ['off', false],
    ['debug', true],
  ] as const) {
    it(`${expected ? 'shows' : 'hides'} stacks for ${JSON.stringify(given)}`, () => {
      assert.equal(isDebugLog({ COVER_LOG: given }), expected);
    });
  }

  it('rejects any other value', () => {
    assert.throws(() => isDebugLog({ COVER_LOG: 'all' }), /Invalid COVER_LOG "all": expected debug or off/);
  });
});
