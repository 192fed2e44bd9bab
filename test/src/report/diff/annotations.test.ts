/** Annotations mark the ranges of missed changed lines, the largest first. */
import assert from 'node:assert/strict';
import { findMissedRanges, toAnnotation } from '../../../../src/report/diff/annotations.js';
import { changeCoverageOf, codeChangeOf } from '../../../support/change-coverage.js';
import { parseWorkflowCommand } from '../../../support/workflow-commands.js';

describe('annotations of missed lines', () => {
  const annotate = (...files: Parameters<typeof changeCoverageOf>[0]) =>
    findMissedRanges(changeCoverageOf(files)).map((range) =>
      parseWorkflowCommand(toAnnotation(range, (path) => `packages/app/${path}`)),
    );

  it('join consecutive lines, and start with the largest range', () => {
    const annotations = annotate(
      codeChangeOf('a.js', 9, [2, 8, 9]),
      codeChangeOf('b.js', 9, [3, 4, 5]),
      codeChangeOf('c.js', 9, []),
    );
    assert.deepEqual(
      annotations.map((one) => one && [one.properties.file, one.properties.line, one.properties.endLine]),
      [
        ['packages/app/b.js', '3', '5'],
        ['packages/app/a.js', '8', '9'],
        ['packages/app/a.js', '2', '2'],
      ],
    );
  });

  it('name the lines, and the reason if no profile contains the file', () => {
    const [range, line] = annotate(
      codeChangeOf('new.js', 2, [1, 2], { isMeasured: false }),
      codeChangeOf('a.js', 9, [4]),
    );
    assert.equal(range?.message, 'Lines 1-2 were not executed: no profile contains this file.');
    assert.equal(range.properties.title, 'Changed lines not covered');
    assert.equal(line?.message, 'Line 4 was not executed.');
    assert.equal(line.properties.title, 'Changed line not covered');
  });
});
