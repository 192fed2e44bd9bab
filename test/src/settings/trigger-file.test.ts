/** `COVER_TRIGGER_FILE` is taken as given, unless it can only be a folder. */
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
    it(`takes ${given} as given`, () => {
      assert.equal(triggerFileOf({ COVER_TRIGGER_FILE: ` ${given} ` }), given);
    });
  }

  for (const given of [undefined, '', ' ']) {
    it(`is none with ${JSON.stringify(given)}`, () => {
      assert.equal(triggerFileOf({ COVER_TRIGGER_FILE: given }), null);
    });
  }

  for (const given of ['.', '..', '/', 'data/', '../..', 'data/.']) {
    it(`refuses ${given}, a folder`, () => {
      assert.throws(() => triggerFileOf({ COVER_TRIGGER_FILE: given }), {
        name: 'SettingError',
        message:
          `Invalid COVER_TRIGGER_FILE "${given}": expected the path of a file, which is removed ` +
          'once the profile is written, and not that of a folder. ' +
          'Example: COVER_TRIGGER_FILE=./generate_coverage',
      });
    });
  }
});
