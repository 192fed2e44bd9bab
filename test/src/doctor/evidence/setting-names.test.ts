/** Misspelt settings are distinguished from variables of other programs. */
import assert from 'node:assert/strict';
import { isMisspelt } from '../../../../src/doctor/evidence/setting-names.js';
import { nearestName } from '../../../../src/platform/nearest-name.js';
import { SETTING_NAMES } from '../../../../src/settings/table.js';

describe('isMisspelt', () => {
  for (const [name, suggestion] of [
    ['COVER_TIMOUT', 'COVER_TIMEOUT'],
    ['COVER_TIME_OUT', 'COVER_TIMEOUT'],
    ['COVER_DIRECTORY', undefined],
    ['COVERAGE_HTTP_PROT', 'COVERAGE_HTTP_PORT'],
    ['MANUAL_INTEGRATON', 'MANUAL_INTEGRATION'],
  ] as const) {
    it(`recognizes ${name}, for which nearestName suggests ${suggestion ?? 'nothing'}`, () => {
      assert.equal(isMisspelt(name), true);
      assert.equal(nearestName(name, SETTING_NAMES), suggestion);
    });
  }

  for (const name of [
    'COVER_TIMEOUT',
    'COVERAGE_FILE',
    'COVERALLS_TOKEN',
    'MANUAL_MODE',
    'COVERMAIN_RUN',
    'PATH',
  ]) {
    it(`accepts ${name}`, () => {
      assert.equal(isMisspelt(name), false);
    });
  }
});
