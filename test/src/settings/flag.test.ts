/** A flag is a yes, a no or nothing, in whatever case. */
import assert from 'node:assert/strict';
import { flagOf } from '../../../src/settings/flag.js';

const MEANING = { yes: 'to sing', no: 'to be silent' };

function sings(given: string | undefined): boolean {
  return flagOf({ COVER_SONG: given }, 'COVER_SONG', MEANING);
}

describe('flagOf', () => {
  for (const given of ['1', 'true', 'yes', 'YES', ' True ']) {
    it(`takes ${JSON.stringify(given)} for a yes`, () => {
      assert.equal(sings(given), true);
    });
  }

  for (const given of [undefined, '', ' ', '0', 'false', 'no', 'NO']) {
    it(`takes ${JSON.stringify(given)} for a no`, () => {
      assert.equal(sings(given), false);
    });
  }

  for (const given of ['on', 'off', '2', 'y', 'yes please']) {
    it(`refuses ${given} and says what each answer means`, () => {
      assert.throws(() => sings(given), {
        name: 'SettingError',
        code: 'SETTING_INVALID',
        message:
          `Invalid COVER_SONG "${given}": expected one of 1, true, yes to sing, ` +
          'or 0, false, no or nothing to be silent. Example: COVER_SONG=1',
      });
    });
  }
});
