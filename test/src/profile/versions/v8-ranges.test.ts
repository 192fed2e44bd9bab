/** Inferring counts of ranges that only other runs report. */
import assert from 'node:assert/strict';
import type { BranchMeta, FileMeta, FunctionMeta, Range } from '../../../../src/profile/model/file-meta.js';
import { mergeInstrumentations } from '../../../../src/profile/versions/merge-instrumentations.js';
import { inferRangeCount, isFromV8, nestRanges } from '../../../../src/profile/versions/v8-ranges.js';
import { metaOf } from '../../../support/profiles.js';

const FILE: Range = [1, 0, 100, 0];

/** Counts by range. */
type Ran = readonly (readonly [range: Range, count: number])[];

/** Returns a run with a range for the whole file, these ranges, and functions. */
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

describe('inferRangeCount', () => {
  it('returns the count of the range that encloses it in both runs', () => {
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

  it('returns the count of a closer enclosing range of this run', () => {
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

  it('returns 0 if an enclosing function of the other run never ran in this run', () => {
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

  it('returns 0 if an unnamed function may not have run', () => {
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

  it('returns 0 without an enclosing range', () => {
    assert.equal(within(runOf([]), runOf([]), [200, 0, 201, 0]), 0);
  });

  it('finds the enclosing range after several ranges of the same depth', () => {
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

  it('treats overlapping ranges as nested', () => {
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

describe('V8 coverage', () => {
  it('is recognized by lines and by branches with one arm', () => {
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
  const [uncertain, once, never] = [
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

  it('has no inferred count for a range that may be a function that a run never called', () => {
    assert.deepEqual([blockOf(once, uncertain), blockOf(uncertain, once)], [1, 1]);
  });

  it('adds the inferred counts of all runs for a range that one run never entered', () => {
    for (const runs of [
      [uncertain, once, never],
      [never, uncertain, once],
      [once, never, uncertain],
    ] as const)
      assert.equal(blockOf(...runs), 3);
  });

  it('merges two runs to the same result in either order', () => {
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
