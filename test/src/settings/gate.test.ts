/** `MANUAL_INTEGRATION` opens the gate with yes and keeps it closed with no. Other values are errors. */
import assert from 'node:assert/strict';
import { isGateOpen } from '../../../src/settings/gate.js';

describe('MANUAL_INTEGRATION', () => {
  for (const value of ['1', 'true', 'yes', 'TRUE', 'Yes', ' 1 ']) {
    it(`opens the gate with ${JSON.stringify(value)}`, () => {
      assert.equal(isGateOpen({ MANUAL_INTEGRATION: value }), true);
    });
  }

  for (const value of [undefined, '', '  ', '0', 'false', 'no', 'FALSE', 'No']) {
    it(`keeps the gate closed with ${JSON.stringify(value)}`, () => {
      assert.equal(isGateOpen({ MANUAL_INTEGRATION: value }), false);
    });
  }

  it('keeps the gate closed if it is not set', () => {
    assert.equal(isGateOpen({}), false);
  });

  for (const value of ['maybe', '2', '01', 'on', 'y', 'truee']) {
    it(`rejects ${value} with the accepted values and an example`, () => {
      assert.throws(() => isGateOpen({ MANUAL_INTEGRATION: value }), {
        name: 'SettingError',
        code: 'SETTING_INVALID',
        message:
          `Invalid MANUAL_INTEGRATION "${value}": expected one of 1, true, yes to run, ` +
          'or 0, false, no or an empty value to stay pending. Example: MANUAL_INTEGRATION=1',
      });
    });
  }
});
