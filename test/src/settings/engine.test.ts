/** `COVER_ENGINE` names an engine. */
import assert from 'node:assert/strict';
import { capabilitiesOf, ENGINES, engineOf, findEngine } from '../../../src/settings/engine.js';

describe('COVER_ENGINE', () => {
  for (const engine of ENGINES) {
    it(`accepts ${engine}`, () => {
      assert.equal(engineOf({ COVER_ENGINE: engine }), engine);
    });
  }

  it('has a default that is one of the engines', () => {
    const engine = engineOf({});
    assert.ok(ENGINES.includes(engine));
    assert.equal(engineOf({ COVER_ENGINE: ' ' }), engine);
  });

  for (const given of ['v8', 'NYC', 'nyc,nyc']) {
    it(`refuses ${given} and names every engine`, () => {
      assert.throws(
        () => engineOf({ COVER_ENGINE: given }),
        (error: Error) => {
          assert.equal(error.name, 'SettingError');
          assert.ok(error.message.startsWith(`Invalid COVER_ENGINE "${given}": expected one of `));
          for (const engine of ENGINES) assert.match(error.message, new RegExp(`\\b${engine}\\b`));
          assert.match(error.message, /Example: COVER_ENGINE=\w+$/);
          return true;
        },
      );
    });
  }

  it('finds an engine by capability', () => {
    for (const capability of ['hasLiveCounters', 'writesProfiles', 'tracesOriginals'] as const) {
      for (const hasCapability of [true, false])
        assert.equal(capabilitiesOf(findEngine(capability, hasCapability))[capability], hasCapability);
    }
  });
});
