/** Names of settings that were misspelt are told from names of others. */
import assert from 'node:assert/strict';
import { isMisspelt, nearestName, SETTING_NAMES } from '../../../src/doctor/setting-names.js';
import { ENVIRONMENT_HELP } from '../../../src/settings/help.js';

describe('the names of settings', () => {
  it('are all that the help names', () => {
    const named = ENVIRONMENT_HELP.match(/\b(COVER|MANUAL)[A-Z_]+\b/g) ?? [];
    assert.deepEqual(
      named.filter((name) => !SETTING_NAMES.includes(name)),
      [],
    );
    assert.ok(named.length > 10, named.join(', '));
  });

  for (const [name, meant] of [
    ['COVER_TIMOUT', 'COVER_TIMEOUT'],
    ['COVER_TIME_OUT', 'COVER_TIMEOUT'],
    ['COVER_DIRECTORY', undefined],
    ['COVERAGE_HTTP_PROT', 'COVERAGE_HTTP_PORT'],
    ['MANUAL_INTEGRATON', 'MANUAL_INTEGRATION'],
  ] as const) {
    it(`take ${name} for a mistake, and ${meant ?? 'none of them'} for what was meant`, () => {
      assert.equal(isMisspelt(name), true);
      assert.equal(nearestName(name, SETTING_NAMES), meant);
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
    it(`take ${name} for none`, () => {
      assert.equal(isMisspelt(name), false);
    });
  }
});
