/** Sums by meta, and what the processes behind them have in common. */
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

describe('the sum of a meta', () => {
  it('begins with zeros, as many as the meta has probes, and stays the same array', () => {
    const sum = createAccumulator();
    sum.addMeta('a', metaOf());
    sum.sumOf('a', NINE).set([1, 2, 3]);
    const again = sum.sumOf('a', TEN);
    assert.deepEqual(again, Float64Array.of(1, 2, 3));
    assert.equal(sum.totals().sums.get('a'), again);
  });

  it('counts as counted at the last of its times, in whatever order they come', () => {
    for (const times of [
      [NINE, ELEVEN, TEN],
      [ELEVEN, TEN, NINE],
    ]) {
      const sum = createAccumulator();
      sum.addMeta('a', metaOf());
      for (const time of times) sum.sumOf('a', time);
      assert.deepEqual(sum.totals().counted, new Map([['a', ELEVEN]]));
    }
  });

  it('is none where nothing counted by the meta', () => {
    const sum = createAccumulator();
    sum.addMeta('a', metaOf());
    const { metas, sums, counted } = sum.totals();
    assert.deepEqual([[...metas.keys()], sums.size, counted.size], [['a'], 0, 0]);
  });
});

describe('the header of a sum', () => {
  it('is none of no process', () => {
    assert.equal(createAccumulator().header(), undefined);
  });

  it("is that of a single process, but for the process's own numbers", () => {
    const sum = createAccumulator();
    sum.addProcess(headerOf());
    const { run: _, pid: __, ppid: ___, ...rest } = headerOf();
    assert.deepEqual(sum.header(), rest);
  });

  it('has what all processes have in common, from the first start to the last end', () => {
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
