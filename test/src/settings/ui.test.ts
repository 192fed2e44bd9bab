/** `COVER_UI` turns the live page on for one run. */
import assert from 'node:assert/strict';
import { readSettings } from '../../../src/settings/index.js';
import { isUiServed, withoutUi } from '../../../src/settings/ui.js';

describe('COVER_UI', () => {
  it('is off if it is not set', () => {
    assert.equal(isUiServed({}), false);
    assert.equal(isUiServed({ COVER_UI: '1' }), true);
  });

  it('names what yes and no do if the value is neither', () => {
    assert.throws(() => isUiServed({ COVER_UI: 'maybe' }), /Invalid COVER_UI "maybe": .*the live page/);
  });

  it('is refused with an engine without live counters', () => {
    const environment = { COVER_ENGINE: 'nyc', COVER_UI: '1' };
    assert.throws(() => readSettings(environment, new Date()), /Invalid COVER_ENGINE "nyc": .*COVER_UI/);
    assert.doesNotThrow(() => readSettings({ ...environment, COVER_UI: '0' }, new Date()));
  });

  it('is off for the programs of a run that has a page', () => {
    assert.deepEqual(withoutUi({ COVER_UI: '1', A: 'b' }), { COVER_UI: '0', A: 'b' });
  });

  it('is left alone for the programs of a run without a page', () => {
    const environment = { A: 'b' };
    assert.equal(withoutUi(environment), environment);
  });
});
