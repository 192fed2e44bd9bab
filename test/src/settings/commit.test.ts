/** `COVER_COMMIT` names the Git commit of the code. */
import assert from 'node:assert/strict';
import { commitOf } from '../../../src/settings/commit.js';

const HASH = '0123456789abcdef0123456789abcdef01234567';

describe('COVER_COMMIT', () => {
  for (const [given, expected] of [
    [undefined, null],
    ['', null],
    [HASH, HASH],
    ['C0FFEE1', 'c0ffee1'],
    [HASH + HASH.slice(0, 24), HASH + HASH.slice(0, 24)],
  ] as const) {
    it(`is ${JSON.stringify(expected)} for ${JSON.stringify(given)}`, () => {
      assert.equal(commitOf({ COVER_COMMIT: given }), expected);
    });
  }

  for (const given of ['main', 'c0ffee', `${HASH}${HASH}`, '\u001b[31mc0ffee1'])
    it(`rejects ${JSON.stringify(given)}`, () => {
      assert.throws(
        () => commitOf({ COVER_COMMIT: given }),
        (error: Error) =>
          error.message.startsWith('Invalid COVER_COMMIT ') &&
          error.message.includes('expected the hash of a Git commit') &&
          !error.message.includes('\u001b'),
      );
    });
});
