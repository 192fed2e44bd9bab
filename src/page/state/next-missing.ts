/** Finds the next file with missed code, for `n` and `p` at the end and the start of a file. */
import { type CoverageNode, missedItems } from '../tree/coverage-node.js';
import { listTreeRows } from '../tree/tree-rows.js';
import type { PageState } from './page-state.js';

/** Returns the path of the next (1) or previous (-1) such file in the order of the tree, or `undefined` if none is left. */
export function findNextMissing(page: PageState, path: string, direction: 1 | -1): string | undefined {
  const { root } = page.store.tree.peek();
  const isShown = page.fileTest.peek();
  const rows = listTreeRows(root, {
    sort: page.sort.peek(),
    isShown: (file) => file.path === path || ((!isShown || isShown(file)) && isMissing(file)),
    isExpanded: () => true,
  });
  const paths = rows.filter(({ isExpanded }) => isExpanded === null).map(({ node }) => node.path);
  return paths[paths.indexOf(path) + direction];
}

/** Whether a statement, a branch or a function has not run. Sources mark these. */
function isMissing(file: CoverageNode): boolean {
  return [0, 1, 2].some((metric) => missedItems(file, metric) > 0);
}
