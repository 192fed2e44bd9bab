/** Controls are read together. The engine nyc supports none of them. */
import assert from 'node:assert/strict';
import { controlsOf } from '../../../src/settings/controls.js';

const ALL = {
  COVER_FLUSH: '5s',
  COVER_SIGNAL: 'SIGUSR1',
  COVER_SIGNAL_RESET: '1',
  COVER_TRIGGER_FILE: './dump',
  COVERAGE_HTTP_PORT: 'default',
};

const OFF = {
  flush: null,
  signal: null,
  isSignalResetting: false,
  triggerFile: null,
  http: null,
  push: null,
};

describe('controlsOf', () => {
  it('reads every control', () => {
    assert.deepEqual(controlsOf(ALL, 'probe'), {
      flush: 5_000,
      signal: 'SIGUSR1',
      isSignalResetting: true,
      triggerFile: './dump',
      http: { port: 7777, host: '127.0.0.1', token: null },
      push: null,
    });
  });

  it('flushes and waits for a signal by default', () => {
    assert.deepEqual(controlsOf({}, 'probe'), { ...OFF, flush: 1_000, signal: 'SIGUSR2' });
  });

  it('turns off the flush and the signal', () => {
    assert.deepEqual(controlsOf({ COVER_FLUSH: 'off', COVER_SIGNAL: 'off' }, 'probe'), OFF);
  });

  describe('with COVER_ENGINE=nyc', () => {
    it('is off by default', () => {
      assert.deepEqual(controlsOf({}, 'nyc'), OFF);
    });

    it('accepts settings that enable no control', () => {
      const environment = {
        COVER_FLUSH: 'off',
        COVER_SIGNAL: 'off',
        COVER_SIGNAL_RESET: '1',
        COVERAGE_HTTP_PORT: '',
      };
      assert.deepEqual(controlsOf({ ...environment, COVER_HTTP_HOST: '::1' }, 'nyc'), OFF);
    });

    for (const name of ['COVER_FLUSH', 'COVER_SIGNAL', 'COVER_TRIGGER_FILE', 'COVERAGE_HTTP_PORT'] as const) {
      it(`refuses ${name} and explains the reason`, () => {
        assert.throws(() => controlsOf({ [name]: ALL[name] }, 'nyc'), {
          name: 'SettingError',
          message:
            `Invalid COVER_ENGINE "nyc": expected probe if ${name} is set, because the counters of ` +
            `nyc are on the app's own heap and cannot be read until the app ends; or nyc without ${name}. ` +
            'Example: COVER_ENGINE=probe',
        });
      });
    }

    it('refuses a control that is set to its default value', () => {
      assert.throws(() => controlsOf({ COVER_SIGNAL: 'SIGUSR2' }, 'nyc'), /if COVER_SIGNAL is set/);
      assert.throws(() => controlsOf({ COVER_FLUSH: '1s' }, 'nyc'), /if COVER_FLUSH is set/);
    });

    it('reports an invalid control under its own name', () => {
      assert.throws(
        () => controlsOf({ COVER_FLUSH: 'often' }, 'nyc'),
        /^SettingError: Invalid COVER_FLUSH "often"/,
      );
    });
  });
});
