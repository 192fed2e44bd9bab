/** Tests that the totals of counters in shared memory are exact. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import {
  type CounterTotals,
  copyTotals,
  countedSince,
  openCounterTotals,
} from '../../../../src/agent/recording/counter-totals.js';
import { allocateCounters, newSlab, type Slab } from '../../../../src/runtime/threads/slab.js';
import { randomOf } from '../../../support/profiles.js';

const A = 'aa'.repeat(16);
const B = 'bb'.repeat(16);
const WORD = 2 ** 32;

function slabOf(thread: number, number = 0): Slab {
  return newSlab([], { thread, number });
}

function load(slab: Slab, meta: string, probes: number): Uint32Array {
  return allocateCounters(slab, [{ meta, probes }]) ?? assert.fail('there is no room');
}

/** Returns totals as plain data. */
function totalsIn({ totals }: CounterTotals): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries([...totals].map(([meta, total]) => [meta, [...total]]));
}

/** Increments a counter as a probe does. */
function count(counters: Uint32Array, probe: number, times: number): void {
  counters[probe] = (counters[probe] ?? 0) + times;
}

describe('the totals of counters', () => {
  it('have the counters as of the last reading', () => {
    const counterTotals = openCounterTotals();
    const slab = slabOf(0);
    const counters = load(slab, A, 3);
    counterTotals.add(slab);
    assert.deepEqual(totalsIn(counterTotals), {});
    counters.set([1, 0, 7]);
    assert.equal(counterTotals.read(), true);
    counters.set([2, 0, 7]);
    assert.deepEqual(totalsIn(counterTotals), { [A]: [1, 0, 7] });
    counterTotals.read();
    assert.deepEqual(totalsIn(counterTotals), { [A]: [2, 0, 7] });
  });

  it('report whether a counter has changed or a file was added', () => {
    const counterTotals = openCounterTotals();
    const slab = slabOf(0);
    const counters = load(slab, A, 2);
    assert.equal(counterTotals.read(), false);
    counterTotals.add(slab);
    assert.deepEqual([counterTotals.read(), counterTotals.read()], [true, false]);
    count(counters, 1, 1);
    assert.deepEqual([counterTotals.read(), counterTotals.read()], [true, false]);
    load(slab, B, 0);
    assert.deepEqual([counterTotals.read(), counterTotals.read()], [true, false]);
    assert.deepEqual(totalsIn(counterTotals), { [A]: [0, 1], [B]: [] });
  });

  it('have the number of changes of each file', () => {
    const counterTotals = openCounterTotals();
    const slab = slabOf(0);
    const [first, second] = [load(slab, A, 2), load(slab, B, 2)];
    counterTotals.add(slab);
    counterTotals.read();
    assert.deepEqual([...counterTotals.changes], []);
    count(first, 1, 1);
    counterTotals.read();
    count(first, 0, 1);
    count(second, 1, 1);
    counterTotals.read();
    counterTotals.read();
    assert.deepEqual(
      [...counterTotals.changes],
      [
        [A, 2],
        [B, 1],
      ],
    );
  });

  it('sum up threads and the slabs of a thread', () => {
    const counterTotals = openCounterTotals();
    const slabs = [slabOf(0), slabOf(0, 1), slabOf(3)];
    for (const [index, slab] of slabs.entries()) {
      load(slab, A, 2).set([1, 10 ** index]);
      counterTotals.add(slab);
    }
    load(slabs[2] as Slab, B, 1)[0] = 5;
    counterTotals.read();
    assert.deepEqual(totalsIn(counterTotals), { [A]: [3, 111], [B]: [5] });
  });

  it('count a slab once that is added twice', () => {
    const counterTotals = openCounterTotals();
    const slab = slabOf(1);
    load(slab, A, 1)[0] = 4;
    counterTotals.add(slab);
    counterTotals.read();
    const again = structuredClone(slab);
    assert.notEqual(again, slab);
    counterTotals.add(again);
    assert.equal(counterTotals.read(), false);
    assert.deepEqual(totalsIn(counterTotals), { [A]: [4] });
  });

  it('keep counting when a counter passes 2^32', () => {
    const counterTotals = openCounterTotals();
    const slab = slabOf(0);
    const counters = load(slab, A, 2);
    counterTotals.add(slab);
    counters.set([WORD - 1, 1]);
    counterTotals.read();
    count(counters, 0, 1);
    assert.equal(counters[0], 0);
    assert.equal(counterTotals.read(), true);
    assert.deepEqual(totalsIn(counterTotals), { [A]: [WORD, 1] });
    count(counters, 0, WORD - 1);
    counterTotals.read();
    count(counters, 0, 3);
    counterTotals.read();
    assert.deepEqual(totalsIn(counterTotals), { [A]: [2 * WORD + 2, 1] });
  });

  it('are exact up to 2^53 with any number of hits between two readings', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = randomOf(seed);
      const counterTotals = openCounterTotals();
      const slab = slabOf(0);
      const counters = load(slab, A, 4);
      counterTotals.add(slab);
      const expected = [0, 0, 0, 0];
      for (let round = 0; round < 1_000; round++) {
        const probe = random(4);
        const times = random(2) ? random(WORD) : WORD - 1 - random(3);
        count(counters, probe, times);
        expected[probe] = (expected[probe] ?? 0) + times;
        counterTotals.read();
      }
      assert.deepEqual(totalsIn(counterTotals), { [A]: expected }, `seed ${seed}`);
      assert.ok(expected.every((total) => total > WORD && total < 2 ** 53));
    }
  });

  it('lose no hit of a thread that counts during the readings, also when its counter passes 2^32', async () => {
    const source = `
      const { parentPort, workerData: { counters, isOver } } = require('node:worker_threads');
      let calls = 0;
      parentPort.postMessage('counting');
      while (Atomics.load(isOver, 0) === 0) for (let time = 0; time < 1000; time++) { counters[0]++; calls++; }
      parentPort.postMessage(calls);`;
    const counterTotals = openCounterTotals();
    const slab = slabOf(1);
    const counters = load(slab, A, 1);
    const before = WORD - 1_000_000;
    counters[0] = before;
    counterTotals.add(slab);
    counterTotals.read();
    const isOver = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(source, { eval: true, workerData: { counters, isOver } });
    await once(worker, 'message');
    let last = 0;
    while (last < WORD + 1_000_000) {
      counterTotals.read();
      const [total = 0] = counterTotals.totals.get(A) ?? [];
      assert.ok(total >= last);
      last = total;
    }
    Atomics.store(isOver, 0, 1);
    const [calls] = (await once(worker, 'message')) as [number];
    counterTotals.read();
    assert.deepEqual(totalsIn(counterTotals), { [A]: [before + calls] });
  });
});

describe('the hits since a baseline', () => {
  it('are the difference to the baseline, and all hits of files that were added later', () => {
    const counterTotals = openCounterTotals();
    const slab = slabOf(0);
    const counters = load(slab, A, 2);
    counterTotals.add(slab);
    counters.set([WORD - 2, 4]);
    counterTotals.read();
    const baseline = copyTotals(counterTotals.totals);
    count(counters, 0, 5);
    load(slab, B, 1)[0] = 9;
    counterTotals.read();
    const since = () =>
      countedSince(counterTotals.totals, baseline).map(({ meta, counters }) => [
        meta,
        [...Array.from(counters)],
      ]);
    assert.deepEqual(since(), [
      [A, [5, 0]],
      [B, [9]],
    ]);
    count(counters, 1, 1);
    counterTotals.read();
    assert.deepEqual(since(), [
      [A, [5, 1]],
      [B, [9]],
    ]);
  });
});
