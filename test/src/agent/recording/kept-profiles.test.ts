/** Tests that profiles in memory take little of it, and that clients never count their hits twice. */
import assert from 'node:assert/strict';
import { createKeptProfiles } from '../../../../src/agent/recording/kept-profiles.js';
import { countersNameOf } from '../../../../src/profile/format/counters-file.js';
import { sumByMeta } from '../../../../src/profile/model/add-counters.js';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';

const HOME = '/data';

/** Returns the profile of an epoch that starts and ends in a second. */
function epochOf(second: number): CountersProfile {
  const at = (milliseconds: number) =>
    new Date(Date.UTC(2025, 0, 1) + second * 1_000 + milliseconds).toISOString();
  return profileOf([countersOf(metaOf(), [1, 2, 3])], { start: at(0), end: at(500) });
}

const fileOf = (profile: CountersProfile) => ({ name: countersNameOf(profile), end: profile.end });

describe('profiles in memory', () => {
  it('become one until a client has received them', () => {
    const kept = createKeptProfiles(() => false);
    for (const second of [1, 2, 3]) kept.add(HOME, epochOf(second), 'unserved');
    assert.equal(kept.serve(HOME).length, 1);
    kept.add(HOME, epochOf(4), 'unserved');
    assert.deepEqual(
      kept.serve(HOME).map(({ start }) => start),
      [epochOf(1).start, epochOf(4).start],
    );
  });

  it('are not sent again when a client has stored them, and become one again', () => {
    const kept = createKeptProfiles(() => false);
    for (const second of [1, 2, 3]) kept.add(HOME, epochOf(second), 'served');
    for (const second of [1, 2]) assert.ok(kept.markCollected(HOME, fileOf(epochOf(second))));
    assert.equal(kept.markCollected(HOME, { ...fileOf(epochOf(3)), end: epochOf(3).start }), undefined);
    assert.deepEqual(kept.serve(HOME), [epochOf(3)]);
    assert.deepEqual(
      kept.take().map(({ state }) => state),
      ['served', 'collected'],
    );
  });

  it('stay few if clients never acknowledge, and replace what a client has stored', () => {
    const kept = createKeptProfiles(() => false);
    const stored = new Map<string, CountersProfile>();
    const ends = new Map<string, string>();
    for (let second = 1; second <= 100; second++) {
      kept.add(HOME, epochOf(second), 'unserved');
      const served = kept.serve(HOME);
      assert.ok(served.filter(({ files }) => files.length > 0).length <= 17);
      for (const profile of served) {
        const name = countersNameOf(profile);
        const before = ends.get(name) ?? '';
        if (profile.end <= before) continue;
        ends.set(name, profile.end);
        stored.set(name, profile);
      }
      const [sum] = sumByMeta([...stored.values()]).values();
      assert.deepEqual([...(sum ?? [])], [second, 2 * second, 3 * second]);
    }
  });
});
