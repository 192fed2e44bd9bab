/** All settings are read together, and the first invalid one is an error. */
import assert from 'node:assert/strict';
import { readSettings } from '../../../src/settings/index.js';

const NOW = new Date('2024-02-29T12:00:00.000Z');

describe('readSettings', () => {
  it('has a default for every setting', () => {
    const { engine, controls, ...settings } = readSettings({}, NOW);
    assert.equal(typeof engine, 'string');
    assert.deepEqual(Object.keys(controls), [
      'flush',
      'signal',
      'isSignalResetting',
      'triggerFile',
      'http',
      'push',
    ]);
    assert.deepEqual(settings, {
      isGateOpen: false,
      timeout: undefined,
      grace: 5_000,
      isCacheOn: true,
      isUiServed: false,
      argumentRecording: 'redact',
      log: 'off',
      commit: null,
      directory: 'coverage-data/2024-02-29T12-00-00-000Z',
    });
  });

  it('reads every setting', () => {
    const environment = {
      MANUAL_INTEGRATION: 'yes',
      COVER_TIMEOUT: '60s',
      COVER_GRACE: '1s',
      COVER_ENGINE: 'probe',
      COVER_CACHE: 'off',
      COVER_UI: '1',
      COVER_ARGS: 'omit',
      COVER_LOG: 'debug',
      COVER_DIR: 'data',
      COVER_FLUSH: '2s',
      COVER_SIGNAL: 'off',
      COVER_SIGNAL_RESET: 'no',
      COVER_TRIGGER_FILE: './dump',
      COVERAGE_HTTP_PORT: '0',
      COVER_HTTP_HOST: '0.0.0.0',
      COVER_TOKEN: '0123456789abcdef',
    };
    assert.deepEqual(readSettings(environment, NOW), {
      isGateOpen: true,
      timeout: 60_000,
      grace: 1_000,
      engine: 'probe',
      isCacheOn: false,
      isUiServed: true,
      argumentRecording: 'omit',
      log: 'debug',
      commit: null,
      directory: 'data',
      controls: {
        flush: 2_000,
        signal: null,
        isSignalResetting: false,
        triggerFile: './dump',
        http: { port: 0, host: '0.0.0.0', token: '0123456789abcdef' },
        push: null,
      },
    });
  });

  it('rejects a control that the engine does not support', () => {
    const environment = { COVER_ENGINE: 'nyc', COVERAGE_HTTP_PORT: '0' };
    assert.throws(
      () => readSettings(environment, NOW),
      /^SettingError: Invalid COVER_ENGINE "nyc": .*COVERAGE_HTTP_PORT/,
    );
  });

  it('rejects an invalid setting even if the gate is closed', () => {
    assert.throws(
      () => readSettings({ COVER_TIMEOUT: 'soon' }, NOW),
      /^SettingError: Invalid COVER_TIMEOUT "soon"/,
    );
  });

  it('reports the first of several invalid settings', () => {
    const environment = { COVER_ENGINE: 'none', COVER_GRACE: 'long', MANUAL_INTEGRATION: 'perhaps' };
    assert.throws(
      () => readSettings(environment, NOW),
      /^SettingError: Invalid MANUAL_INTEGRATION "perhaps"/,
    );
  });
});
