/** Adding up counters by meta and merging the headers of their processes. */
import assert from 'node:assert/strict';
import { createAccumulator } from '../../../../src/profile/model/accumulator.js';
import type { ProcessHeader } from '../../../../src/profile/model/counters-profile.js';
import { metaOf, profileOf } from '../../../support/profiles.js';

const NINE = '2025-01-02T09:00:00.000Z';
const TEN = '2025-01-02T10:00:00.000Z';
const ELEVEN = '2025-01-02T11:00:00.000Z';

function headerOf(changes: Partial<ProcessHeader> = {}): ProcessHeader {
  const { files: _, ...header } = profileOf([], changes);
  return header;
}

describe('the summed counters of a meta', () => {
  it('start as one zero per probe and stay in the same array', () => {
    const sum = createAccumulator();
    sum.addMeta('a', metaOf());
    sum.sumOf('a', NINE).set([1, 2, 3]);
    const again = sum.sumOf('a', TEN);
    assert.deepEqual(again, Float64Array.of(1, 2, 3));
    assert.equal(sum.totals().sums.get('a'), again);
  });

  it('have the latest time, in whatever order times are added', () => {
    for (const times of [
      [NINE, ELEVEN, TEN],
      [ELEVEN, TEN, NINE],
    ]) {
      const sum = createAccumulator();
      sum.addMeta('a', metaOf());
      for (const time of times) sum.sumOf('a', time);
      assert.deepEqual(sum.totals().lastCounted, new Map([['a', ELEVEN]]));
    }
  });

  it('are absent for a meta without counters', () => {
    const sum = createAccumulator();
    sum.addMeta('a', metaOf());
    const { metas, sums, lastCounted } = sum.totals();
    assert.deepEqual([[...metas.keys()], sums.size, lastCounted.size], [['a'], 0, 0]);
  });
});

describe('the merged header of a sum', () => {
  it('is undefined without processes', () => {
    assert.equal(createAccumulator().header(), undefined);
  });

  it('is the header of a single process without its run and pids', () => {
    const sum = createAccumulator();
    sum.addProcess(headerOf());
    const { run: _, pid: __, ppid: ___, ...rest } = headerOf();
    assert.deepEqual(sum.header(), rest);
  });

  it('has the common values of all processes, from the first start to the last end', () => {
    const headers = [
      headerOf({ start: TEN, end: TEN, argv: ['node', 'a.js'], host: 'one', pod: 'p' }),
      headerOf({ start: NINE, end: TEN, argv: ['node', 'a.js'], host: 'two', pod: 'p' }),
      headerOf({ start: TEN, end: ELEVEN, argv: ['node', 'a.js', ''], host: 'one', pod: 'p', label: 'x' }),
    ];
    for (const order of [headers, headers.toReversed()]) {
      const sum = createAccumulator();
      for (const header of order) sum.addProcess(header);
      const { cwd, node, commit } = headerOf();
      assert.deepEqual(sum.header(), {
        argv: [],
        cwd,
        host: '',
        pod: 'p',
        node,
        commit,
        label: null,
        start: NINE,
        end: ELEVEN,
      });
    }
  });
});
