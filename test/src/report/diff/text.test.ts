/** Coverage of changed lines for a terminal: a table, the files that are not counted, and a summary. */
import assert from 'node:assert/strict';
import { formatLines } from '../../../../src/report/diff/format-changes.js';
import { formatChangeNotes, formatChangeTable } from '../../../../src/report/diff/text.js';
import { changeCoverageOf, codeChangeOf } from '../../../support/change-coverage.js';

describe('formatLines', () => {
  for (const [lines, text] of [
    [[], ''],
    [[7], '7'],
    [[3, 4, 5, 9], '3-5, 9'],
    [[1, 3, 5, 6], '1, 3, 5-6'],
  ] as const)
    it(`writes ${JSON.stringify(lines)} as "${text}"`, () => assert.equal(formatLines(lines), text));

  it('says how many ranges it leaves out', () =>
    assert.equal(formatLines([1, 3, 5, 6], 2), '1, 3 and 1 more'));
});

describe('formatChangeTable', () => {
  it('returns a row for each file with executable lines, and the total', () => {
    const coverage = changeCoverageOf([
      codeChangeOf('src/a.js', 4, [3, 4]),
      codeChangeOf('src/b.js', 0, []),
      codeChangeOf('src/new.js', 2, [1, 2], { isMeasured: false }),
      codeChangeOf('src/now.js', 1, [], { from: 'src/was.js', status: 'renamed' }),
    ]);
    assert.deepEqual(formatChangeTable(coverage), [
      ['FILE', 'LINES', 'COVERED', 'MISSED'],
      ['src/a.js', '2/4', '50.0%', '3-4'],
      ['src/new.js', '0/2', '0.0%', '1-2 (in no profile)'],
      ['src/now.js (was src/was.js)', '1/1', '100.0%', ''],
      ['total', '3/7', '42.8%', ''],
    ]);
  });

  it('returns no rows when no executable line has changed', () => {
    assert.deepEqual(formatChangeTable(changeCoverageOf([codeChangeOf('a.js', 0, [])])), []);
  });
});

describe('formatChangeNotes', () => {
  it('ends with a summary', () => {
    const coverage = changeCoverageOf([codeChangeOf('a.js', 4, [3])]);
    assert.deepEqual(formatChangeNotes(coverage, 'main'), [
      '75.0% of the changed lines are covered: 3 of 4 executable lines since main',
    ]);
  });

  it('names the files that are not counted', () => {
    const coverage = changeCoverageOf([], {
      stale: [
        { path: 'a.js', state: 'changed' },
        { path: 'b.js', state: 'missing' },
      ],
      notMeasured: [{ path: 'c.js', code: 'not-parsed', reason: 'it cannot be parsed' }],
    });
    assert.deepEqual(formatChangeNotes(coverage, 'main'), [
      'a.js is not counted: it has changed since it was measured. Measure it again.',
      'b.js is not counted: it no longer exists. Measure it again.',
      'c.js is not counted: it cannot be parsed',
      'The coverage of the lines changed since main is unknown: 3 changed files are not counted',
    ]);
  });
});
