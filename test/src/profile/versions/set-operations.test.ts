/** Differences and intersections of profiles, by items. */
import assert from 'node:assert/strict';
import { type FileMeta, type Range, UNKNOWN_SOURCE } from '../../../../src/profile/model/file-meta.js';
import { type Totals, totalsOf } from '../../../../src/profile/model/totals.js';
import { intersectTotals, subtractTotals } from '../../../../src/profile/versions/set-operations.js';
import { naiveCountsOf } from '../../../support/naive-counts.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';

function ran(meta: FileMeta, counters: readonly number[]): Totals {
  const counted = countersOf(meta, counters);
  return totalsOf({ metas: new Map([[counted.meta, meta]]), profiles: [profileOf([counted])] });
}

/** Counts in the order of ranges. */
function countsOf(totals: Totals): readonly number[] {
  return [...naiveCountsOf(totals).values()];
}

const A = metaOf({ path: 'a.ts', branches: [] });
const FIRST = { range: [1, 16, 1, 27], count: [0] } as const;

describe('set operations on profiles with the same meta', () => {
  const [one, other] = [ran(A, [3, 0, 7]), ran(A, [0, 5, 2])];

  it('subtract items that the other profile ran', () => {
    assert.deepEqual(countsOf(subtractTotals(one, [other])), [3, 0, 3]);
    assert.deepEqual(countsOf(subtractTotals(other, [one])), [0, 5, 0]);
  });

  it('intersect items that both ran, with the counts of the first', () => {
    const both = ran(A, [2, 1, 0]);
    assert.deepEqual(countsOf(intersectTotals(one, [both])), [3, 0, 3]);
    assert.deepEqual(countsOf(intersectTotals(one, [other])), [0, 0, 0]);
  });
});

describe('set operations on profiles with different metas', () => {
  it('treat an item as run if one of its probes was hit', () => {
    const shared = metaOf({ ...A, statements: [{ ...FIRST, count: [1, 2] }], functions: [] });
    assert.deepEqual(countsOf(subtractTotals(ran(A, [3, 2, 0]), [ran(shared, [0, 0, 1])])), [0, 2, 3]);
    assert.deepEqual(countsOf(intersectTotals(ran(A, [3, 2, 0]), [ran(shared, [0, 0, 1])])), [3, 0, 0]);
  });

  it('match unchanged functions of another version', () => {
    const move = ([line, column, endLine, endColumn]: Range): Range => [
      line + 1,
      column,
      endLine + 1,
      endColumn,
    ];
    const moved = metaOf({
      ...A,
      sourceHash: 'c'.repeat(64),
      statements: A.statements.map((one) => ({ ...one, range: move(one.range) })),
      functions: A.functions.map((one) => ({
        ...one,
        declaration: move(one.declaration),
        body: move(one.body),
      })),
    });
    assert.deepEqual(countsOf(subtractTotals(ran(A, [3, 2, 0]), [ran(moved, [1, 0, 0])])), [0, 2, 0]);
  });

  it('infer a range that V8 did not report from its enclosing range', () => {
    const file = { path: 'a.js', sourceHash: UNKNOWN_SOURCE, functions: [] };
    const lines = [1, 2, 3].map((line) => ({ range: [line, 0, line, 9] as const, count: [0] }));
    const rangeOf = (range: Range, count: readonly number[]) => {
      return { kind: 'branch', range, arms: [{ range, count }] } as const;
    };
    const whole = rangeOf([1, 0, 3, 9], [0]);
    const reported = metaOf({ ...file, statements: lines, branches: [whole, rangeOf([2, 0, 2, 9], [1])] });
    const unreported = metaOf({ ...file, statements: lines, branches: [whole] });
    assert.deepEqual(
      countsOf(subtractTotals(ran(reported, [1, 5, 0]), [ran(unreported, [1, 0, 0])])),
      [0, 0, 0, 0, 0],
    );
    assert.deepEqual(
      countsOf(intersectTotals(ran(reported, [1, 5, 0]), [ran(unreported, [1, 0, 0])])),
      [1, 1, 1, 1, 5],
    );
  });
});

describe('set operations on a file that only the first profile has', () => {
  it('keep its counts in the difference and none in the intersection', () => {
    const other = ran(metaOf({ path: 'b.ts' }), [1, 1, 1]);
    assert.deepEqual(countsOf(subtractTotals(ran(A, [3, 2, 0]), [other])), [3, 2, 3]);
    assert.deepEqual(countsOf(intersectTotals(ran(A, [3, 2, 0]), [other])), [0, 0, 0]);
  });
});
