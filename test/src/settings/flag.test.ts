/** A flag is yes, no or not set, in any case. */
import assert from 'node:assert/strict';
import { flagOf } from '../../../src/settings/flag.js';

const EFFECTS = { yes: 'to sing', no: 'to be silent' };

function sings(given: string | undefined): boolean {
  return flagOf({ COVER_SONG: given }, 'COVER_SONG', EFFECTS);
}

describe('flagOf', () => {
  for (const given of ['1', 'true', 'yes', 'YES', ' True ']) {
    it(`parses ${JSON.stringify(given)} as yes`, () => {
      assert.equal(sings(given), true);
    });
  }

  for (const given of [undefined, '', ' ', '0', 'false', 'no', 'NO']) {
    it(`parses ${JSON.stringify(given)} as no`, () => {
      assert.equal(sings(given), false);
    });
  }

  for (const given of ['on', 'off', '2', 'y', 'yes please']) {
    it(`rejects ${given} and explains what yes and no do`, () => {
      assert.throws(() => sings(given), {
        name: 'SettingError',
        code: 'SETTING_INVALID',
        message:
          `Invalid COVER_SONG "${given}": expected one of 1, true, yes to sing, ` +
          'or 0, false, no or an empty value to be silent. Example: COVER_SONG=1',
      });
    });
  }
});
