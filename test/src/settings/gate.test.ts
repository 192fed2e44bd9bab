/** `MANUAL_INTEGRATION` opens the gate for a yes, keeps it shut for a no, and refuses all else. */
import assert from 'node:assert/strict';
import { isGateOpen } from '../../../src/settings/gate.js';

describe('MANUAL_INTEGRATION', () => {
  for (const value of ['1', 'true', 'yes', 'TRUE', 'Yes', ' 1 ']) {
    it(`opens the gate with ${JSON.stringify(value)}`, () => {
      assert.equal(isGateOpen({ MANUAL_INTEGRATION: value }), true);
    });
  }

  for (const value of [undefined, '', '  ', '0', 'false', 'no', 'FALSE', 'No']) {
    it(`leaves the gate shut with ${JSON.stringify(value)}`, () => {
      assert.equal(isGateOpen({ MANUAL_INTEGRATION: value }), false);
    });
  }

  it('leaves the gate shut where it is not set', () => {
    assert.equal(isGateOpen({}), false);
  });

  for (const value of ['maybe', '2', '01', 'on', 'y', 'truee']) {
    it(`refuses ${value} and says what was given, what is accepted, and an example`, () => {
      assert.throws(() => isGateOpen({ MANUAL_INTEGRATION: value }), {
        name: 'SettingError',
        code: 'SETTING_INVALID',
        message:
          `Invalid MANUAL_INTEGRATION "${value}": expected one of 1, true, yes to run, ` +
          'or 0, false, no or nothing to stay pending. Example: MANUAL_INTEGRATION=1',
      });
    });
  }
});
