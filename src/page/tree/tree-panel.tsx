/** The tree of files with its filters, or why there is none. */
import type { JSX } from 'preact';
import { formatQuantity } from '../state/format.js';
import { usePage } from '../state/page-state.js';
import { TreeFilters } from './tree-filters.js';
import { TreeGrid } from './tree-grid.js';

export function TreePanel(): JSX.Element {
  return (
    <nav class="side" aria-label="Files">
      <TreeFilters />
      <TreeMessage />
      <TreeGrid />
    </nav>
  );
}

function TreeMessage(): JSX.Element | null {
  const { store, fileTest, isOnlyChanged } = usePage();
  const { files } = store.tree.value;
  store.structure.value;
  if (store.noView.value !== null) return <p class="tree-message is-error">{store.noView.value}</p>;
  if (!store.hasRows.value && files.size === 0) return <p class="tree-message">Loading…</p>;
  if (files.size === 0) return <p class="tree-message">No file is measured yet.</p>;
  if (isOnlyChanged.value && store.noChanges.value !== null)
    return <p class="tree-message is-error">{store.noChanges.value}</p>;
  const isShown = fileTest.value;
  if (!isShown) return null;
  store.order.value;
  const size = [...files.values()].filter(isShown).length;
  return (
    <p class="tree-message" title="The numbers of directories include the files that are hidden.">
      {formatQuantity(size, 'file')} of {formatQuantity(files.size, 'file')}
    </p>
  );
}
