import assert from 'node:assert/strict';
import { findMostMissed } from '../../../../src/page/overview/most-missed.js';
import { applyRows, createTree } from '../../../../src/page/tree/coverage-node.js';
import type { FileRow } from '../../../../src/view/messages.js';

const find = (rows: readonly FileRow[], size: number) => {
  const tree = createTree();
  applyRows(tree, rows, null);
  return findMostMissed(tree.files.values(), size).map(({ path }) => path);
};

const covered = ({ parts }: FileRow) => parts[0]?.[0] ?? 0;

const row = (path: string, total: number, covered: number): FileRow => ({
  path,
  total: [total, 0, 0, 0],
  parts: [[covered, 0, 0, 0]],
});

describe('finding the files with most missed statements', () => {
  it('returns the first ones of all files sorted by missed statements, then by path', () => {
    const rows = Array.from({ length: 500 }, (_, index) =>
      row(`f${(index * 7) % 500}`, 20, (index * 3) % 21),
    );
    const sorted = rows.toSorted(
      (one, other) => covered(one) - covered(other) || (one.path < other.path ? -1 : 1),
    );
    assert.deepEqual(
      find(rows, 10),
      sorted.slice(0, 10).map(({ path }) => path),
    );
  });

  it('leaves out files whose statements have all run', () => {
    assert.deepEqual(find([row('a', 1, 1), row('b', 2, 1), row('c', 0, 0)], 10), ['b']);
  });
});
