/** Profiles whose content is valid and chosen to exhaust time, memory or the stack. */
import assert from 'node:assert/strict';
import { toStatementBlocks } from '../../../src/interchange/statement-blocks.js';
import { toIstanbul } from '../../../src/interchange/to-istanbul.js';
import { type FileMeta, MAX_COUNT, type Range } from '../../../src/profile/model/file-meta.js';
import { itemsWithin, nestFunctions } from '../../../src/profile/model/nesting.js';
import { carryOver } from '../../../src/profile/versions/carry-over.js';
import { versionsByPath } from '../../../src/profile/versions/versions.js';
import { countLines, lineCountAt } from '../../../src/report/figures/line-counts.js';
import { summarizeFunctions } from '../../../src/report/functions.js';
import { metaOf } from '../../support/profiles.js';

const SIZE = 20_000;

const nested = (index: number): Range => [1, index, 1, 3 * SIZE - index];

/** Returns a meta whose functions are all nested in each other. */
function nestedFunctions(changes: Partial<FileMeta> = {}): FileMeta {
  const functions = Array.from({ length: SIZE }, (_, index) => {
    return {
      name: `f${index}`,
      textHash: '11'.repeat(8),
      declaration: nested(index),
      body: nested(index),
      count: [0],
    };
  });
  return metaOf({
    statements: [{ range: [1, SIZE, 1, SIZE + 1], count: [0] }],
    functions,
    branches: [],
    ...changes,
  });
}

/** Returns the versions of a file, each counted once. */
function versionsOf(...metas: readonly FileMeta[]) {
  const entries = metas.map((meta, index) => [String(index), meta] as const);
  const sums = new Map(entries.map(([hash, { probes }]) => [hash, new Float64Array(probes).fill(1)]));
  const lastCounted = new Map(entries.map(([hash]) => [hash, '2025-01-02T03:04:05.678Z']));
  return [...versionsByPath({ metas: new Map(entries), sums, lastCounted }).values()].flat();
}

describe('a profile with extreme content', () => {
  it('may nest functions more deeply than calls can nest', () => {
    const [outermost] = nestFunctions(nestedFunctions()).functions;
    assert.ok(outermost);
    assert.equal(itemsWithin(outermost).length, SIZE + 1);
  });

  it('may nest functions deeply that another version lacks', () => {
    const other = metaOf({ sourceHash: 'ab'.repeat(32), functions: [] });
    const [to, from] = versionsOf(other, nestedFunctions()).sort(
      (one, two) => one.meta.functions.length - two.meta.functions.length,
    );
    assert.ok(from && to);
    assert.equal(carryOver(from, to).lostFunctions.length, SIZE);
  });

  it('may nest functions deeply whose statements are counted', () => {
    const meta = nestedFunctions();
    const summaries = summarizeFunctions({ '/a.js': toIstanbul(meta, [1, 1, 1], '/') }, '/');
    assert.equal(summaries.length, SIZE);
    assert.deepEqual(
      summaries.filter(({ statements }) => statements.total > 0).map(({ name }) => name),
      [`f${SIZE - 1}`],
    );
  });

  it('may have statements that all start at one position', () => {
    const map = Object.fromEntries(
      Array.from({ length: SIZE }, (_, index) => {
        return [index, { start: { line: 1, column: 0 }, end: { line: 1, column: 1 + index } }];
      }),
    );
    const statements = toStatementBlocks(map).flatMap((block) => block.statements);
    assert.equal(new Set(statements).size, SIZE);
  });

  it('may have more statements on a line than a call has arguments', () => {
    const range: Range = [1, 0, 1, 9];
    const statements = Array.from({ length: 200_000 }, () => ({ range, count: [0] }));
    const file = toIstanbul(metaOf({ statements }), [7, 0, 0], '/');
    assert.equal(lineCountAt(file, 1), 7);
    assert.equal(countLines(file).get(1), 7);
  });

  it('has no count that is too large to be exact', () => {
    const statements = [{ range: [1, 0, 1, 9] as Range, count: [0, 1, 0] }];
    const file = toIstanbul(metaOf({ statements }), [MAX_COUNT, MAX_COUNT, 0], '/');
    assert.equal(file.s[0], MAX_COUNT);
  });

  it('shares the zeros of files that never ran', () => {
    const metas = ['a.js', 'b.js'].map((path) => metaOf({ path, probes: 1_000_000 }));
    const totals = {
      metas: new Map(metas.map((meta) => [meta.path, meta])),
      sums: new Map(),
      lastCounted: new Map(),
    };
    const buffers = [...versionsByPath(totals).values()].flat().map(({ counters }) => counters.buffer);
    assert.equal(new Set(buffers).size, 1);
  });
});
