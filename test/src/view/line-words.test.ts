/** Describing lines in words. */
import assert from 'node:assert/strict';
import type { FileItems } from '../../../src/view/file-items.js';
import { createLineMarks } from '../../../src/view/line-marks.js';
import { badgesOf, describeCount, describeMissedParts, shortenCount } from '../../../src/view/line-words.js';
import { layOutMarks } from '../../../src/view/mark-layout.js';
import { nextMissedLine } from '../../../src/view/missed-lines.js';
import { splitSource } from '../../../src/view/source-text.js';

const TEXT = 'if (a) b();\nfunction f() {}\nc();';
const ITEMS: FileItems = {
  statements: [
    [1, 0, 1, 11],
    [1, 7, 1, 11],
    [3, 0, 3, 4],
  ],
  functions: [{ name: 'f\u202e', declaration: [2, 9, 2, 10], body: [2, 13, 2, 15] }],
  branches: [
    { kind: 'if', range: [1, 0, 1, 11], arms: [[1, 0, 1, 11], null] },
    {
      kind: 'cond-expr',
      range: [3, 0, 3, 4],
      arms: [
        [3, 0, 3, 1],
        [3, 2, 3, 3],
      ],
    },
  ],
};
const marksOf = (...layers: readonly number[][]) =>
  createLineMarks(layOutMarks(splitSource(TEXT), ITEMS), layers);
const describeLine = (layers: readonly number[][], line: number, limit = 9) => {
  const names = layers.length > 1 ? (['A', 'B'] as const) : undefined;
  return describeMissedParts(ITEMS, marksOf(...layers), line, { names, limit });
};

describe('describing lines in words', () => {
  it('shortens counts', () => {
    const counts = [0, 999, 999.6, 1000, 1234, 9949, 9951, 99_999, 999_499, 999_500, 2 ** 53];
    const texts = ['0', '999', '1k', '1k', '1.2k', '9.9k', '10k', '100k', '999k', '1M', '9P'];
    assert.deepEqual(counts.map(shortenCount), texts);
    assert.equal(shortenCount(1e300), '∞');
    assert.equal(shortenCount(Number.POSITIVE_INFINITY), '∞');
  });

  it('describes counts', () => {
    assert.deepEqual([undefined, 0, 1, 1234].map(describeCount), [
      'no statement begins here',
      'not executed',
      'executed once',
      'executed 1,234 times',
    ]);
  });

  it('describes what did not run, with columns from 1', () => {
    const { notes } = describeLine([[1, 0, 1, 0, 0, 1, 1, 0]], 1);
    assert.deepEqual(
      notes.map(({ text }) => text),
      ['`if` path not taken at column 1', 'statement not executed at column 8'],
    );
    assert.deepEqual(describeLine([[1, 0, 1, 0, 0, 1, 1, 0]], 3).notes, [
      { text: 'value for false not taken at column 3', column: 2, mark: 'missed-branch' },
    ]);
    assert.equal(
      describeLine([[0, 0, 0, 0, 0, 0, 0, 0]], 2).notes[0]?.text,
      'function f\\u202e not executed at column 10',
    );
  });

  it('names the session of a comparison that alone ran a part', () => {
    const { notes } = describeLine(
      [
        [1, 1, 0, 0, 1, 0, 0, 0],
        [1, 0, 0, 0, 0, 1, 0, 0],
      ],
      1,
    );
    assert.deepEqual(
      notes.map(({ text }) => text),
      [
        '`if` path taken only in A at column 1',
        '`else` path taken only in B at column 1',
        'statement executed only in A at column 8',
      ],
    );
  });

  it('counts the parts that it leaves out', () => {
    assert.equal(describeLine([[1, 0, 1, 0, 0, 0, 1, 0]], 1, 1).omitted, 2);
  });

  it('has badges for the paths of an if that were not taken', () => {
    const badges = badgesOf(ITEMS, marksOf([1, 1, 0, 0, 1, 0, 0, 0]), 1, {
      names: undefined,
      shown: { from: 0, to: 99 },
      limit: 9,
    });
    assert.deepEqual(badges, [
      { text: 'E', title: '`else` path not taken', column: 0, mark: 'missed-branch' },
    ]);
  });

  it('finds the next missed or partial line in both directions', () => {
    const marks = marksOf([1, 1, 0, 1, 1, 1, 0, 0]);
    assert.equal(nextMissedLine(marks, 0, 1), 3);
    assert.equal(nextMissedLine(marks, 3, 1), undefined);
    assert.equal(nextMissedLine(marks, 3, -1), undefined);
    assert.equal(nextMissedLine(marks, 4, -1), 3);
  });
});
