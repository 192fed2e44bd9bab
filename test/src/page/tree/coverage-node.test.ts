import assert from 'node:assert/strict';
import { effect } from '@preact/signals';
import { applyRows, coveredItems, createTree, itemTotal } from '../../../../src/page/tree/coverage-node.js';
import type { FileRow } from '../../../../src/view/messages.js';

const row = (path: string, total: number, ...parts: number[]): FileRow => ({
  path,
  total: [total, 0, 0, total],
  parts: parts.map((part) => [part, 0, 0, part]),
});

describe('the model of the tree', () => {
  it('sums files in their directories', () => {
    const tree = createTree();
    applyRows(tree, [row('src/a/x.ts', 10, 4), row('src/y.ts', 6, 1)], null);
    const src = tree.root.children?.get('src/');
    assert.ok(src);
    assert.deepEqual([itemTotal(src, 0), coveredItems(src, 0), coveredItems(tree.root, 3)], [16, 5, 5]);
  });

  it('replaces the numbers of a file, also by smaller ones', () => {
    const tree = createTree();
    applyRows(tree, [row('a.ts', 10, 4), row('b.ts', 5, 5)], null);
    const isNew = applyRows(tree, [row('a.ts', 8, 1)], 1);
    assert.deepEqual([isNew, itemTotal(tree.root, 0), coveredItems(tree.root, 0)], [false, 13, 6]);
  });

  it('changes only the versions of a file and its directories', () => {
    const tree = createTree();
    applyRows(tree, [row('a/x.ts', 10, 4), row('b/y.ts', 10, 4)], null);
    const changed: string[] = [];
    for (const path of ['a/x.ts', 'b/y.ts'] as const) {
      const file = tree.files.get(path);
      assert.ok(file);
      effect(() => {
        if (file.version.value > 1) changed.push(path);
      });
    }
    applyRows(tree, [row('a/x.ts', 10, 5), row('b/y.ts', 10, 4)], 1);
    assert.deepEqual(changed, ['a/x.ts']);
  });

  it('notes a growth, but not for first rows or smaller numbers', () => {
    const tree = createTree();
    applyRows(tree, [row('a.ts', 10, 4)], null);
    const file = tree.files.get('a.ts');
    assert.equal(file?.growths, 0);
    applyRows(tree, [row('a.ts', 10, 2)], 5);
    assert.equal(file?.growths, 0);
    applyRows(tree, [row('a.ts', 10, 3)], 7);
    assert.deepEqual([file?.growths, file?.grownAt, tree.root.grownAt], [1, 7, 7]);
  });

  it('adds the parts of a comparison', () => {
    const tree = createTree();
    applyRows(tree, [row('a.ts', 10, 1, 2, 3)], null);
    assert.equal(coveredItems(tree.root, 0), 6);
  });

  it('accepts a file and a directory of the same name, and names of the prototype', () => {
    const tree = createTree();
    applyRows(tree, [row('x', 1, 1), row('x/y', 1, 1), row('__proto__/constructor', 1, 1)], null);
    assert.deepEqual([...tree.files.keys()], ['x', 'x/y', '__proto__/constructor']);
    assert.equal(coveredItems(tree.root, 0), 3);
  });
});
