/** The sums of the counters of a run's processes. */
import assert from 'node:assert/strict';
import { openCounterStore } from '../../../src/live/counter-store.js';
import { type FileMeta, MAX_COUNT } from '../../../src/profile/model/file-meta.js';

const TIME = '2026-01-01T00:00:00.000Z';

const META: FileMeta = {
  path: 'a.js',
  sourceHash: '',
  probes: 2,
  statements: [],
  functions: [],
  branches: [],
};

function openStore() {
  const touched: string[] = [];
  const store = openCounterStore((path) => touched.push(path));
  store.addMeta('m', META);
  touched.length = 0;
  const sum = () => [...(store.totals.sums.get('m') ?? [])];
  return { store, touched, sum };
}

const counted = (...counters: number[]) => [{ meta: 'm', counters }];

describe('summing counters of processes', () => {
  it('adds up the counters of all parts, and replaces those of one', () => {
    const { store, sum } = openStore();
    const [one, other] = [store.createPart(), store.createPart()];
    one.set('m', [[0, 3]], TIME);
    other.set(
      'm',
      [
        [0, 4],
        [1, 1],
      ],
      TIME,
    );
    one.set('m', [[0, 5]], TIME);
    assert.deepEqual(sum(), [9, 1]);
    other.replace(counted(1, 0), TIME);
    assert.deepEqual(sum(), [6, 0]);
    one.replace([], TIME);
    assert.deepEqual(sum(), [1, 0]);
  });

  it('names only files whose counters have changed', () => {
    const { store, touched } = openStore();
    const part = store.createPart();
    part.set('m', [[0, 3]], TIME);
    part.set('m', [[0, 3]], TIME);
    assert.deepEqual(touched, ['a.js']);
  });

  it('ignores files without a meta, and probes that the meta does not have', () => {
    const { store, sum } = openStore();
    const part = store.createPart();
    part.set('unknown', [[0, 3]], TIME);
    part.set(
      'm',
      [
        [7, 3],
        [1, 2],
      ],
      TIME,
    );
    assert.deepEqual(sum(), [0, 2]);
    assert.equal(store.totals.sums.size, 1);
  });

  it('keeps the sums when a part takes over another one', () => {
    const { store, sum } = openStore();
    const [ended, part] = [store.createPart(), store.createPart()];
    ended.add(counted(1, 1), TIME);
    part.set('m', [[0, 2]], TIME);
    ended.absorb(part);
    assert.deepEqual(sum(), [3, 1]);
    ended.add(counted(1, 0), TIME);
    assert.deepEqual(sum(), [4, 1]);
  });
});

describe('counting since a moment', () => {
  it('counts what runs after it', () => {
    const { store } = openStore();
    const part = store.createPart();
    part.set('m', [[0, 3]], TIME);
    const since = store.countSinceNow();
    assert.equal(since.counters.size, 0);
    part.set('m', [[0, 5]], TIME);
    assert.deepEqual([...(since.counters.get('m') ?? [])], [2, 0]);
  });

  it('counts what runs after a reset, whichever part is reset first', () => {
    const { store } = openStore();
    const [one, other] = [store.createPart(), store.createPart()];
    one.set('m', [[0, 100]], TIME);
    const since = store.countSinceNow();
    one.set('m', [[0, 104]], TIME);
    other.add(counted(20, 0), TIME);
    one.set('m', [[0, 1]], TIME);
    assert.deepEqual([...(since.counters.get('m') ?? [])], [21, 0]);
    other.replace([], TIME);
    assert.deepEqual([...(since.counters.get('m') ?? [])], [1, 0]);
  });

  it('counts the first hits after a reset of a file that had not run since', () => {
    const { store } = openStore();
    const part = store.createPart();
    part.set('m', [[0, 9]], TIME);
    const since = store.countSinceNow();
    part.set('m', [[0, 2]], TIME);
    assert.deepEqual([...(since.counters.get('m') ?? [])], [2, 0]);
  });

  it('counts nothing when a file corrects the last known counters of a process', () => {
    const { store } = openStore();
    const [ended, part] = [store.createPart(), store.createPart()];
    part.set('m', [[0, 9]], TIME);
    const since = store.countSinceNow();
    part.replace(counted(7, 0), TIME, 'correction');
    assert.equal(since.counters.get('m'), undefined);
    part.replace(counted(11, 0), TIME, 'correction');
    ended.absorb(part);
    assert.deepEqual([...(since.counters.get('m') ?? [])], [4, 0]);
  });

  it('keeps the counters of others when a sum was too large', () => {
    const { store, sum } = openStore();
    const [one, other] = [store.createPart(), store.createPart()];
    one.set('m', [[0, MAX_COUNT]], TIME);
    other.set('m', [[0, 5]], TIME);
    assert.deepEqual(sum(), [MAX_COUNT, 0]);
    one.set('m', [[0, 1]], TIME);
    assert.deepEqual(sum(), [6, 0]);
  });

  it('refuses metas with too many counters', () => {
    const { store } = openStore();
    assert.throws(() => store.addMeta('large', { ...META, probes: 2 ** 27 }), /more than 67108864 counters/);
  });
});
