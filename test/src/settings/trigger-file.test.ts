/** `COVER_TRIGGER_FILE` is any path that can be a file. */
import assert from 'node:assert/strict';
import { triggerFileOf } from '../../../src/settings/trigger-file.js';

describe('COVER_TRIGGER_FILE', () => {
  for (const given of [
    './generate_coverage',
    '../dump',
    '/run/my app/dump.now',
    '.dump',
    'a..',
    'C:\\dump',
  ]) {
    it(`accepts ${given}`, () => {
      assert.equal(triggerFileOf({ COVER_TRIGGER_FILE: ` ${given} ` }), given);
    });
  }

  for (const given of [undefined, '', ' ']) {
    it(`is null for ${JSON.stringify(given)}`, () => {
      assert.equal(triggerFileOf({ COVER_TRIGGER_FILE: given }), null);
    });
  }

  for (const given of ['.', '..', '/', 'data/', '../..', 'data/.']) {
    it(`rejects ${given}, which is a directory`, () => {
      assert.throws(() => triggerFileOf({ COVER_TRIGGER_FILE: given }), {
        name: 'SettingError',
        message:
          `Invalid COVER_TRIGGER_FILE "${given}": expected the path of a file (not of a directory), ` +
          'which is removed when the profile is written. ' +
          'Example: COVER_TRIGGER_FILE=./generate_coverage',
      });
    });
  }
});
