/** Items of a file and their counts. */
import assert from 'node:assert/strict';
import { countItems, itemsOf, keysOf, withOwnProbes } from '../../../../src/profile/model/meta-items.js';
import { metaOf, randomMeta, randomOf } from '../../../support/profiles.js';

const META = metaOf({
  branches: [
    { kind: 'switch', range: [1, 0, 1, 9], arms: [] },
    {
      kind: 'if',
      range: [2, 0, 2, 9],
      arms: [
        { range: null, count: [0, 2] },
        { range: null, count: [] },
      ],
    },
  ],
});

describe('the items of a file', () => {
  it('are its statements, functions, and branches with arms', () => {
    assert.deepEqual(itemsOf(META), [
      { kind: 'statement', range: [1, 16, 1, 27], first: 0, size: 1 },
      { kind: 'statement', range: [1, 23, 1, 27], first: 1, size: 1 },
      { kind: 'function', range: [1, 9, 1, 29], first: 2, size: 1 },
      { kind: 'if', range: [2, 0, 2, 9], first: 3, size: 2 },
    ]);
  });

  it('have one count each, and one per arm', () => {
    assert.deepEqual([...countItems(META, [1, 10, 100])], [1, 10, 1, 101, 0]);
  });

  it('keep their counts when they get probes of their own', () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = randomOf(seed);
      const meta = randomMeta(random);
      const counters = Array.from({ length: meta.probes }, () => random(1000));
      const own = withOwnProbes(meta);
      const counts = countItems(meta, counters);
      assert.equal(own.probes, counts.length);
      assert.deepEqual(countItems(own, counts), counts);
      assert.deepEqual(keysOf(own), keysOf(meta));
      const sizes = itemsOf(meta).reduce((total, { size }) => total + size, 0);
      assert.deepEqual([itemsOf(meta).length, sizes], [keysOf(meta).length, counts.length]);
    }
  });

  it('have unique keys, even if two have the same range', () => {
    const [statement] = META.statements;
    assert.ok(statement);
    const keys = keysOf({ ...META, statements: [statement, statement] });
    assert.equal(new Set(keys).size, keys.length);
  });
});
