/** `COVER_TOKEN` fits into a header and cannot be guessed. A rejected token is never printed. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { tokenOf } from '../../../src/settings/token.js';

/** All characters that are accepted. */
const ALL = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 0x21 + index));

describe('COVER_TOKEN', () => {
  for (const given of ['0123456789abcdef', ALL, 'x'.repeat(256)]) {
    it(`accepts ${given.length} characters and trims them`, () => {
      assert.equal(tokenOf({ COVER_TOKEN: ` ${given}\n` }), given);
    });
  }

  it('accepts only characters that a header can contain', () => {
    const unsent = request({
      port: 1,
      headers: { authorization: `Bearer ${tokenOf({ COVER_TOKEN: ALL })}` },
    });
    unsent.on('error', () => {}); // the request is destroyed before it is sent
    assert.equal(unsent.getHeader('authorization'), `Bearer ${ALL}`);
    unsent.destroy();
  });

  for (const given of [undefined, '', ' ']) {
    it(`is null for ${JSON.stringify(given)}`, () => {
      assert.equal(tokenOf({ COVER_TOKEN: given }), null);
    });
  }

  const REJECTED: readonly [title: string, given: string][] = [
    ['a short token', 'hunter2-hunter2'],
    ['a long token', 'secret'.repeat(43)],
    ['a token with spaces', 'correct horse battery staple'],
    ['a token with a line break', 'correct-horse\r\nbattery-staple'],
    ['a token with non-ASCII letters', 'schlüsselschlüsselschlüssel'],
  ];

  for (const [title, given] of REJECTED) {
    it(`rejects ${title} without printing it`, () => {
      assert.throws(() => tokenOf({ COVER_TOKEN: given }), {
        name: 'SettingError',
        message:
          `Invalid COVER_TOKEN "<hidden, ${given.length} characters>": expected 16 to 256 printable ` +
          'ASCII characters without spaces. Example: COVER_TOKEN=$(openssl rand -hex 16)',
      });
    });
  }
});
