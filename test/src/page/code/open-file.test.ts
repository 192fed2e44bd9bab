import assert from 'node:assert/strict';
import { applyCounts, openFile } from '../../../../src/page/code/open-file.js';
import { runSteps } from '../../../../src/view/steps.js';

const LINES = 20_000;

/** A file with one statement a line. */
const SOURCE = {
  path: 'large.js',
  text: 'let a = 1;\n'.repeat(LINES),
  reason: null,
  items: {
    statements: Array.from({ length: LINES }, (_, index) => [index + 1, 0, index + 1, 10] as const),
    functions: [],
    branches: [],
  },
};

describe('opening a file in the page', () => {
  it('pauses many times in a file of 20,000 lines', () => {
    const steps = openFile(SOURCE, [[]]);
    let pauses = 0;
    while (!steps.next().done) pauses++;
    assert.ok(pauses > 100, `${pauses} pauses`);
  });

  it('notes only the lines whose counts change', () => {
    const file = runSteps(openFile(SOURCE, [[]]));
    applyCounts(file, [[[5, 1]]], 10);
    applyCounts(file, [[[5, 2]]], 20);
    assert.deepEqual([...file.revisions], [[6, 2]]);
    assert.deepEqual([...file.hits], [[6, 20]]);
    assert.equal(file.width, 10);
  });
});
