/** Moves the active row of the tree by keys, as the ARIA pattern of tree grids describes. */
import type { TreeRow } from './tree-rows.js';

export type TreeMove =
  | { readonly kind: 'move'; readonly index: number }
  | { readonly kind: 'expand' | 'collapse' | 'open'; readonly index: number };

/** Returns what a key does, or `undefined` if it does nothing. @param page number of rows of a page */
export function findTreeMove(
  rows: readonly TreeRow[],
  index: number,
  key: string,
  page: number,
): TreeMove | undefined {
  const row = rows[index];
  if (!row) return rows.length > 0 ? { kind: 'move', index: 0 } : undefined;
  const move = (to: number): TreeMove => ({
    kind: 'move',
    index: Math.min(Math.max(to, 0), rows.length - 1),
  });
  switch (key) {
    case 'ArrowDown':
      return move(index + 1);
    case 'ArrowUp':
      return move(index - 1);
    case 'PageDown':
      return move(index + page);
    case 'PageUp':
      return move(index - page);
    case 'Home':
      return move(0);
    case 'End':
      return move(rows.length - 1);
    case 'ArrowRight':
      if (row.isExpanded === null) return undefined;
      return row.isExpanded ? move(index + 1) : { kind: 'expand', index };
    case 'ArrowLeft':
      if (row.isExpanded) return { kind: 'collapse', index };
      return move(findParent(rows, index));
    case 'Enter':
    case ' ':
      if (row.isExpanded === null) return { kind: 'open', index };
      return { kind: row.isExpanded ? 'collapse' : 'expand', index };
    default:
      return undefined;
  }
}

/** Returns the next row after `index`, or from it on, whose label starts with typed text. */
export function findTypedRow(rows: readonly TreeRow[], index: number, typed: string): number | undefined {
  const wanted = typed.toLowerCase();
  const first = wanted.length === 1 ? index + 1 : index;
  for (let step = 0; step < rows.length; step++) {
    const candidate = (Math.max(first, 0) + step) % rows.length;
    if (rows[candidate]?.label.toLowerCase().startsWith(wanted)) return candidate;
  }
  return undefined;
}

function findParent(rows: readonly TreeRow[], index: number): number {
  const level = rows[index]?.level ?? 1;
  for (let above = index - 1; above >= 0; above--) if ((rows[above]?.level ?? 1) < level) return above;
  return index;
}
