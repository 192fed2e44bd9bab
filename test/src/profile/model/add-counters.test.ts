/** Adding counters index by index. */
import assert from 'node:assert/strict';
import { addCounters, sumByMeta } from '../../../../src/profile/model/add-counters.js';
import { profileOf } from '../../../support/profiles.js';

describe('addCounters', () => {
  it('adds in place, above 32 bits', () => {
    const numbers = [1, 2 ** 32];
    addCounters(numbers, Uint32Array.of(2, 2 ** 32 - 1));
    assert.deepEqual(numbers, [3, 2 ** 33 - 1]);
    const total = Float64Array.of(0, 0);
    addCounters(total, numbers);
    assert.deepEqual(total, Float64Array.of(3, 2 ** 33 - 1));
  });

  it('rejects a different number of counters', () => {
    for (const counters of [[1], [1, 2, 3]])
      assert.throws(() => addCounters([0, 0], counters), {
        name: 'RangeError',
        message: `Cannot add ${counters.length} counters to 2.`,
      });
  });
});

describe('sumByMeta', () => {
  it('adds the counters of all profiles and changes none of them', () => {
    const first = Float64Array.of(1, 0);
    const sums = sumByMeta([
      profileOf([
        { meta: 'a', counters: first },
        { meta: 'b', counters: [7] },
      ]),
      profileOf([{ meta: 'a', counters: [10, 20] }]),
      profileOf([
        { meta: 'a', counters: [100, 200] },
        { meta: 'a', counters: [1000, 2000] },
      ]),
      profileOf([]),
    ]);
    assert.deepEqual(
      sums,
      new Map([
        ['a', Float64Array.of(1111, 2220)],
        ['b', Float64Array.of(7)],
      ]),
    );
    assert.deepEqual(first, Float64Array.of(1, 0));
  });

  it('returns the same sums for any order of profiles', () => {
    const profiles = [
      [1, 2],
      [30, 40],
      [2 ** 40, 0],
    ].map((counters) => profileOf([{ meta: 'a', counters }]));
    assert.deepEqual(sumByMeta(profiles.toReversed()), sumByMeta(profiles));
  });
});
