/** All settings are read together, and the first that cannot be understood is refused. */
import assert from 'node:assert/strict';
import { readSettings } from '../../../src/settings/index.js';

const NOW = new Date('2024-02-29T12:00:00.000Z');

describe('readSettings', () => {
  it('has a default for every setting', () => {
    const { engine, ...settings } = readSettings({}, NOW);
    assert.equal(typeof engine, 'string');
    assert.deepEqual(settings, {
      isGateOpen: false,
      timeout: undefined,
      grace: 5_000,
      isCacheOn: true,
      directory: 'coverage-data/2024-02-29T12-00-00-000Z',
    });
  });

  it('reads every setting', () => {
    const environment = {
      MANUAL_INTEGRATION: 'yes',
      COVER_TIMEOUT: '60s',
      COVER_GRACE: '1s',
      COVER_ENGINE: 'nyc',
      COVER_CACHE: 'off',
      COVER_DIR: 'data',
    };
    assert.deepEqual(readSettings(environment, NOW), {
      isGateOpen: true,
      timeout: 60_000,
      grace: 1_000,
      engine: 'nyc',
      isCacheOn: false,
      directory: 'data',
    });
  });

  it('refuses a bad setting also where the gate is shut', () => {
    assert.throws(() => readSettings({ COVER_TIMEOUT: 'soon' }, NOW), /^SettingError: COVER_TIMEOUT="soon"/);
  });

  it('names the first of several bad settings', () => {
    const environment = { COVER_ENGINE: 'none', COVER_GRACE: 'long', MANUAL_INTEGRATION: 'perhaps' };
    assert.throws(() => readSettings(environment, NOW), /^SettingError: MANUAL_INTEGRATION="perhaps"/);
  });
});
