/** Converting statements to blocks that do not overlap. */
import assert from 'node:assert/strict';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { type StatementBlock, toStatementBlocks } from '../../../src/interchange/statement-blocks.js';
import { type Random, randomOf } from '../../support/profiles.js';

/** Start and end as numbers: 0 is the first column of the first line, 100 the first column of the second. */
type Span = readonly [start: number, end: number];

const LINE = 100;

function positionOf(number: number): StatementBlock['start'] {
  return { line: 1 + Math.floor(number / LINE), column: number % LINE };
}

function numberOf({ line, column }: StatementBlock['start']): number {
  return (line - 1) * LINE + column;
}

function mapOf(spans: readonly Span[]): FileCoverageData['statementMap'] {
  const ranges = spans.map(([start, end]) => ({ start: positionOf(start), end: positionOf(end) }));
  return Object.fromEntries(ranges.entries());
}

/** Returns blocks as numbers and ids. */
function blocksOf(
  ...spans: readonly Span[]
): readonly (readonly [start: number, end: number, ids: string])[] {
  return toStatementBlocks(mapOf(spans)).map(({ start, end, statements }) => [
    numberOf(start),
    numberOf(end),
    statements.join(' '),
  ]);
}

describe('the block of a statement', () => {
  const CASES: readonly [title: string, spans: readonly Span[], blocks: ReturnType<typeof blocksOf>][] = [
    ['is its range if it contains no other statement', [[2, 7]], [[2, 7, '0']]],
    [
      'ends where the first inner statement starts',
      [
        [0, 30],
        [5, 10],
        [12, 15],
      ],
      [
        [0, 5, '0'],
        [5, 10, '1'],
        [12, 15, '2'],
      ],
    ],
    [
      'starts after inner statements with the same start',
      [
        [0, 30],
        [0, 10],
        [0, 4],
        [10, 12],
      ],
      [
        [0, 4, '2'],
        [4, 10, '1'],
        [10, 12, '3'],
        [12, 30, '0'],
      ],
    ],
    [
      'is the first column of its range if inner statements cover the range',
      [
        [0, 8],
        [0, 4],
        [4, 8],
      ],
      [
        [0, 1, '0'],
        [1, 4, '1'],
        [4, 8, '2'],
      ],
    ],
    [
      'is one column of its range if others have the same range',
      [
        [3, 125],
        [3, 125],
        [3, 125],
      ],
      [
        [3, 4, '1'],
        [4, 5, '0'],
        [5, 125, '2'],
      ],
    ],
    [
      'is the block of an inner statement if no column is left',
      [
        [3, 5],
        [3, 5],
        [3, 5],
      ],
      [
        [3, 4, '1'],
        [4, 5, '2 0'],
      ],
    ],
    [
      'leaves the common part to a later overlapping statement',
      [
        [0, 6],
        [4, 9],
      ],
      [
        [0, 4, '0'],
        [4, 9, '1'],
      ],
    ],
    [
      'is one column if its range is empty',
      [
        [5, 5],
        [8, 7],
        [0, 20],
      ],
      [
        [0, 5, '2'],
        [5, 6, '0'],
        [8, 9, '1'],
      ],
    ],
  ];

  for (const [title, spans, blocks] of CASES) {
    it(title, () => assert.deepEqual(blocksOf(...spans), blocks));
  }

  it('extends to the start of the next line if its end column is unknown', () => {
    const endOf = (line: number) => ({ line, column: Number.POSITIVE_INFINITY });
    const blocks = toStatementBlocks({
      0: { start: positionOf(0), end: endOf(1) },
      1: { start: positionOf(4), end: endOf(1) },
      2: { start: positionOf(LINE), end: endOf(2) },
    });
    assert.deepEqual(
      blocks.map(({ start, end }) => [numberOf(start), numberOf(end)]),
      [
        [0, 4],
        [4, LINE],
        [LINE, 2 * LINE],
      ],
    );
  });

  it('does not exist without statements', () => assert.deepEqual(toStatementBlocks({}), []));
});

describe('the blocks of random statements', () => {
  const KINDS: readonly [title: string, random: (random: Random) => readonly Span[]][] = [
    ['that nest', (random) => nested(random, [0, 30 + random(400)], 5)],
    ['with arbitrary ranges', (random) => Array.from({ length: random(30) }, () => anywhere(random))],
  ];

  for (const [title, spansOf] of KINDS) {
    it(`${title} do not overlap and include every statement`, () => {
      for (let seed = 0; seed < 2000; seed++) {
        const spans = spansOf(randomOf(seed)).map(onShortLines);
        const blocks = blocksOf(...spans);
        for (const [index, [start, end]] of blocks.entries()) {
          assert.ok(start < end, `seed ${seed}: a block of nothing at ${start}`);
          assert.ok((blocks[index - 1]?.[1] ?? 0) <= start, `seed ${seed}: blocks overlap at ${start}`);
        }
        const ids = blocks.flatMap(([, , joined]) => joined.split(' '));
        assert.deepEqual(ids.map(Number).sort(ascending), [...spans.keys()], `seed ${seed}`);
        for (const block of blocks) assertWithin(block, spans, seed);
      }
    });
  }

  it('are one per statement if statements nest and columns suffice', () => {
    for (let seed = 0; seed < 2000; seed++) {
      // Every statement has a column, however many start at one position.
      const spans = nested(randomOf(seed), [0, 300], 5).map(([start, end]): Span => [start * 60, end * 60]);
      assert.equal(blocksOf(...spans).length, spans.length, `seed ${seed}`);
    }
  });

  it('do not depend on the order of statements, except those with equal ranges', () => {
    const positionsOf = (spans: readonly Span[]) => blocksOf(...spans).map(([start, end]) => [start, end]);
    for (let seed = 0; seed < 500; seed++) {
      const spans = distinct(nested(randomOf(seed), [0, 200], 5));
      assert.deepEqual(positionsOf(spans.toReversed()), positionsOf(spans), `seed ${seed}`);
    }
  });
});

/** Returns a range and ranges in it. Some fill it, share its start, or are equal to it. */
function nested(random: Random, [start, end]: Span, depth: number): readonly Span[] {
  const spans: Span[] = [[start, end]];
  if (depth === 0) return spans;
  if (random(6) === 0) return [...spans, ...nested(random, [start, end], depth - 1)];
  const gap = () => (random(2) ? 0 : random(4));
  for (let from = start + gap(); from < end; ) {
    const to = random(4) ? Math.min(end, from + 1 + random(Math.max(1, end - start))) : end;
    spans.push(...nested(random, [from, to], depth - 1));
    from = to + gap();
  }
  return spans;
}

/** Uses lines of ten columns, so that many ranges span several lines. */
function onShortLines([start, end]: Span): Span {
  const onLine = (index: number) => Math.floor(index / 10) * LINE + (index % 10);
  return [onLine(start), onLine(end)];
}

function distinct(spans: readonly Span[]): readonly Span[] {
  return [...new Map(spans.map((span) => [span.join(), span])).values()];
}

function anywhere(random: Random): Span {
  return [random(60), random(60)];
}

/** Whether a block is in the range of each of its statements. An empty range counts as one column. */
function assertWithin(
  [start, end, ids]: ReturnType<typeof blocksOf>[number],
  spans: readonly Span[],
  seed: number,
): void {
  for (const id of ids.split(' ')) {
    const [from, to] = spans[Number(id)] ?? assert.fail(`no statement ${id}`);
    assert.ok(from <= start && end <= Math.max(to, from + 1), `seed ${seed}: ${id} has ${start} to ${end}`);
  }
}

function ascending(one: number, other: number): number {
  return one - other;
}
