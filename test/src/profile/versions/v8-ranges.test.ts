/** What a run counted of ranges that only another one tells is what was counted around them, if that is known. */
import assert from 'node:assert/strict';
import type { BranchMeta, FileMeta, FunctionMeta, Range } from '../../../../src/profile/model/file-meta.js';
import { mergeInstrumentations } from '../../../../src/profile/versions/merge-instrumentations.js';
import { inferRangeCount, isFromV8, nestRanges } from '../../../../src/profile/versions/v8-ranges.js';
import { metaOf } from '../../../support/profiles.js';

const FILE: Range = [1, 0, 100, 0];

/** Counts by range. */
type Ran = readonly (readonly [range: Range, count: number])[];

/** A run with these ranges, the whole file in front, and functions. */
function runOf(ranges: Ran, functions: Ran = []) {
  const branches = [[FILE, 1] as const, ...ranges];
  const meta: FileMeta = metaOf({
    probes: 1 + functions.length + branches.length,
    statements: [{ range: [1, 0, 1, 9], count: [0] }],
    functions: functions.map(([range], index): FunctionMeta => {
      return { name: 'f', textHash: null, declaration: range, body: range, count: [1 + index] };
    }),
    branches: branches.map(([range], index): BranchMeta => {
      const arm = { range, count: [1 + functions.length + index] };
      return { kind: 'branch', range, arms: [arm] };
    }),
  });
  return { meta, counters: Float64Array.from([1, ...[...functions, ...branches].map(([, count]) => count)]) };
}

type Run = ReturnType<typeof runOf>;

const within = (here: Run, there: Run, range: Range) => {
  return inferRangeCount(nestRanges(here), [nestRanges(there)], range);
};

const BODY: Range = [10, 4, 20, 1];
const BLOCK: Range = [12, 2, 14, 3];
const INNER: Range = [13, 4, 13, 9];

describe('countUntold', () => {
  it('is the count of what is around a range in both runs', () => {
    assert.equal(
      within(
        runOf([[BODY, 5]]),
        runOf([
          [BODY, 2],
          [BLOCK, 0],
        ]),
        BLOCK,
      ),
      5,
    );
    assert.equal(within(runOf([]), runOf([[BLOCK, 0]]), BLOCK), 1);
  });

  it('is that of what is nearer here than there', () => {
    assert.equal(
      within(
        runOf([
          [BODY, 5],
          [BLOCK, 3],
        ]),
        runOf([
          [BODY, 2],
          [INNER, 0],
        ]),
        INNER,
      ),
      3,
    );
  });

  it('is 0 where a function that is around it there never ran here', () => {
    assert.equal(
      within(
        runOf([], [[BODY, 0]]),
        runOf(
          [
            [BODY, 2],
            [BLOCK, 0],
          ],
          [[BODY, 2]],
        ),
        BLOCK,
      ),
      0,
    );
  });

  it('is 0 where it is not known whether a function without a name ran', () => {
    assert.equal(
      within(
        runOf([]),
        runOf([
          [BODY, 2],
          [BLOCK, 0],
        ]),
        BLOCK,
      ),
      0,
    );
  });

  it('is 0 of what is around nothing', () => {
    assert.equal(within(runOf([]), runOf([]), [200, 0, 201, 0]), 0);
  });

  it('finds what is around a range behind others that are as deep', () => {
    const beside: Ran = Array.from(
      { length: 7 },
      (_, index) => [[11, 2 * index, 11, 2 * index + 1], 0] as const,
    );
    const here = runOf([[BODY, 5], ...beside, [[12, 3, 12, 4], 9]]);
    assert.equal(
      within(
        here,
        runOf([
          [BODY, 1],
          [BLOCK, 0],
        ]),
        BLOCK,
      ),
      5,
    );
  });

  it('takes ranges for nested that overlap', () => {
    const late: Range = [12, 2, 20, 0];
    assert.equal(
      within(
        runOf([
          [BODY, 5],
          [late, 3],
          [[11, 0, 12, 5], 4],
        ]),
        runOf([
          [BODY, 1],
          [BLOCK, 0],
        ]),
        BLOCK,
      ),
      3,
    );
  });
});

describe("V8's data", () => {
  it('is what has lines, and ranges with one arm each', () => {
    assert.ok(isFromV8(runOf([]).meta));
    assert.ok(!isFromV8(metaOf()));
    assert.ok(!isFromV8({ ...runOf([]).meta, statements: [] }));
    assert.ok(!isFromV8({ ...runOf([]).meta, branches: [] }));
    const { meta } = runOf([], [[FILE, 0]]);
    const functions = meta.functions.map((called) => ({ ...called, name: '(empty-report)' }));
    assert.deepEqual([isFromV8(meta), isFromV8({ ...meta, functions })], [true, false]);
  });

  const blockOf = (...runs: readonly [Run, ...Run[]]) => {
    const { meta, counters } = mergeInstrumentations(runs);
    const block = meta.branches.find(({ range }) => String(range) === String(BLOCK));
    return counters[block?.arms[0]?.count[0] ?? 0];
  };
  const [untold, once, never] = [
    runOf([[BODY, 2]]),
    runOf([
      [BODY, 3],
      [BLOCK, 1],
    ]),
    runOf([
      [BODY, 3],
      [BLOCK, 0],
    ]),
  ];

  it('has of a range only what is told where it may be a function that another run never called', () => {
    assert.deepEqual([blockOf(once, untold), blockOf(untold, once)], [1, 1]);
  });

  it('has the sum of all runs of a range that a run was around and never in', () => {
    for (const runs of [
      [untold, once, never],
      [never, untold, once],
      [once, never, untold],
    ] as const)
      assert.equal(blockOf(...runs), 3);
  });

  it('of two runs is the same whichever comes first: what ran in one of them ran', () => {
    const [one, other] = [
      runOf([
        [BODY, 3],
        [BLOCK, 0],
      ]),
      runOf([
        [BODY, 2],
        [INNER, 0],
      ]),
    ];
    const counts = ({ meta, counters }: Run) =>
      Object.fromEntries(
        meta.branches.map(({ range, arms }) => [range, counters[arms[0]?.count[0] ?? 0]]).sort(),
      );
    const expected = { [String(FILE)]: 2, [String(BODY)]: 5, [String(BLOCK)]: 2, [String(INNER)]: 0 };
    assert.deepEqual(counts(mergeInstrumentations([one, other]) as Run), expected);
    assert.deepEqual(counts(mergeInstrumentations([other, one]) as Run), expected);
  });
});
