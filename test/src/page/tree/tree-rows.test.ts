import assert from 'node:assert/strict';
import { applyRows, createTree } from '../../../../src/page/tree/coverage-node.js';
import { findTreeMove, findTypedRow } from '../../../../src/page/tree/tree-keys.js';
import { listTreeRows, type TreeShape } from '../../../../src/page/tree/tree-rows.js';

const FILES = { 'src/app/ui/b10.ts': 50, 'src/app/ui/b9.ts': 10, 'src/app/z.ts': 90, 'index.ts': 70 };

function list(shape: Partial<TreeShape> = {}) {
  const tree = createTree();
  const rows = Object.entries(FILES).map(([path, covered]) => ({
    path,
    total: [100, 0, 0, 100] as const,
    parts: [[covered, 0, 0, covered] as const],
  }));
  applyRows(tree, rows, null);
  const byName = { by: 'name', isDescending: false } as const;
  return listTreeRows(tree.root, { sort: byName, isShown: undefined, isExpanded: () => true, ...shape });
}

const outline = (shape?: Partial<TreeShape>) =>
  list(shape).map(({ label, level }) => `${' '.repeat(level - 1)}${label}`);

describe('the rows of the tree', () => {
  it('joins directories that contain only one directory, and sorts numbers in names by value', () => {
    assert.deepEqual(outline(), ['src/app', ' ui', '  b9.ts', '  b10.ts', ' z.ts', 'index.ts']);
  });

  it('sorts by a percentage within each directory', () => {
    assert.deepEqual(outline({ sort: { by: 0, isDescending: false } }), [
      'src/app',
      ' ui',
      '  b9.ts',
      '  b10.ts',
      ' z.ts',
      'index.ts',
    ]);
    assert.deepEqual(outline({ sort: { by: 0, isDescending: true } }), [
      'index.ts',
      'src/app',
      ' z.ts',
      ' ui',
      '  b10.ts',
      '  b9.ts',
    ]);
  });

  it('shows only the directories of files that pass the test', () => {
    assert.deepEqual(outline({ isShown: ({ path }) => path.endsWith('b9.ts') }), ['src/app/ui', ' b9.ts']);
  });

  it('hides the rows of collapsed directories, and numbers the rows of each directory', () => {
    const rows = list({ isExpanded: (_, depth) => depth === 0 });
    assert.deepEqual(
      rows.map(({ label, isExpanded, position, size }) => [label, isExpanded, position, size]),
      [
        ['src/app', true, 1, 2],
        ['ui', false, 1, 2],
        ['z.ts', null, 2, 2],
        ['index.ts', null, 2, 2],
      ],
    );
  });
});

describe('keys in the tree', () => {
  const rows = list({ isExpanded: (_, depth) => depth === 0 });

  it('moves between rows and stays within them', () => {
    assert.deepEqual(findTreeMove(rows, 0, 'ArrowUp', 10), { kind: 'move', index: 0 });
    assert.deepEqual(findTreeMove(rows, 0, 'PageDown', 10), { kind: 'move', index: 3 });
    assert.deepEqual(findTreeMove(rows, 3, 'Home', 10), { kind: 'move', index: 0 });
  });

  it('expands, enters, collapses and leaves directories', () => {
    assert.deepEqual(findTreeMove(rows, 1, 'ArrowRight', 10), { kind: 'expand', index: 1 });
    assert.deepEqual(findTreeMove(rows, 0, 'ArrowRight', 10), { kind: 'move', index: 1 });
    assert.deepEqual(findTreeMove(rows, 0, 'ArrowLeft', 10), { kind: 'collapse', index: 0 });
    assert.deepEqual(findTreeMove(rows, 2, 'ArrowLeft', 10), { kind: 'move', index: 0 });
  });

  it('opens files', () => {
    assert.deepEqual(findTreeMove(rows, 2, 'Enter', 10), { kind: 'open', index: 2 });
    assert.equal(findTreeMove(rows, 2, 'x', 10), undefined);
  });

  it('finds the next row that starts with typed text', () => {
    assert.equal(findTypedRow(rows, 0, 'I'), 3);
    assert.equal(findTypedRow(rows, 3, 'in'), 3);
    assert.equal(findTypedRow(rows, 0, 'nothing'), undefined);
  });
});
