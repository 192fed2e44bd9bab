/** `COVER_TOKEN` can stand in a header and cannot be guessed; what is refused is never printed. */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { tokenOf } from '../../../src/settings/token.js';

/** Every character that is accepted. */
const ALL = String.fromCharCode(...Array.from({ length: 94 }, (_, index) => 0x21 + index));

describe('COVER_TOKEN', () => {
  for (const given of ['0123456789abcdef', ALL, 'x'.repeat(256)]) {
    it(`takes ${given.length} characters as given, without the space around them`, () => {
      assert.equal(tokenOf({ COVER_TOKEN: ` ${given}\n` }), given);
    });
  }

  it('takes nothing that a header cannot hold', () => {
    const unsent = request({
      port: 1,
      headers: { authorization: `Bearer ${tokenOf({ COVER_TOKEN: ALL })}` },
    });
    unsent.on('error', () => {}); // it is taken back before it is sent
    assert.equal(unsent.getHeader('authorization'), `Bearer ${ALL}`);
    unsent.destroy();
  });

  for (const given of [undefined, '', ' ']) {
    it(`is none with ${JSON.stringify(given)}`, () => {
      assert.equal(tokenOf({ COVER_TOKEN: given }), null);
    });
  }

  const REFUSED: readonly [what: string, given: string][] = [
    ['a short one', 'hunter2-hunter2'],
    ['a long one', 'secret'.repeat(43)],
    ['one with a space', 'correct horse battery staple'],
    ['one with a line break', 'correct-horse\r\nbattery-staple'],
    ['one of other letters', 'schlüsselschlüsselschlüssel'],
  ];

  for (const [what, given] of REFUSED) {
    it(`refuses ${what}, which the message does not hold`, () => {
      assert.throws(() => tokenOf({ COVER_TOKEN: given }), {
        name: 'SettingError',
        message:
          `Invalid COVER_TOKEN "<hidden, ${given.length} long>": expected 16 to 256 printable ` +
          'ASCII characters without spaces. Example: COVER_TOKEN=$(openssl rand -hex 16)',
      });
    });
  }
});
