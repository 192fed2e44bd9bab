/** The settings of `covermain receive`. */
import assert from 'node:assert/strict';
import { receiveSettingsOf } from '../../../src/center/receive-settings.js';
import type { Environment } from '../../../src/settings/environment.js';

describe('the settings of a center', () => {
  const read = (environment: Environment) => receiveSettingsOf({}, { cwd: process.cwd(), environment });

  for (const [level, isLogging] of [
    [undefined, false],
    ['off', false],
    ['info', true],
    ['debug', true],
  ] as const) {
    it(`${isLogging ? 'log' : 'do not log'} each request with COVER_LOG ${level ?? 'not set'}`, () => {
      assert.equal(read({ COVER_LOG: level }).isLogging, isLogging);
    });
  }

  it('refuse another value of COVER_LOG', () => {
    assert.throws(() => read({ COVER_LOG: 'verbose' }), /COVER_LOG.*verbose.*info, debug or off/s);
  });
});
