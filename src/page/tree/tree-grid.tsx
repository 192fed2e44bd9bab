/** Shows the files of the run as a tree with their coverage. */
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { usePage } from '../state/page-state.js';
import { LIST_ROW_HEIGHT, useVirtualRows } from '../widgets/virtual-rows.js';
import { createExpansion } from './expansion.js';
import { TreeHead } from './tree-head.js';
import { findTreeMove, findTypedRow } from './tree-keys.js';
import { TreeRowView } from './tree-row-view.js';
import { listTreeRows, type TreeRow } from './tree-rows.js';

/** Milliseconds after which typing starts a new search. */
const TYPING_TIME = 700;
/** Keys with a meaning on the whole page, which start no search. */
const PAGE_KEYS = new Set(['n', 'p', 's', 'm', '/', '?']);

export function TreeGrid(): JSX.Element {
  const page = usePage();
  const rows = useTreeRows();
  const file = page.address.value.file;
  const scrollRef = useRef<HTMLDivElement>(null);
  const [activePath, setActivePath] = useState<string | null>(null);
  const isFocusWanted = useRef(false);
  const typed = useRef({ text: '', time: 0 });
  const found = rows.findIndex(({ node }) => node.path === (activePath ?? file));
  const active = found < 0 ? 0 : found;
  const virtualizer = useVirtualRows({
    count: rows.length,
    height: LIST_ROW_HEIGHT,
    scrollRef,
    kept: active,
  });
  useLayoutEffect(() => {
    if (!isFocusWanted.current) return;
    isFocusWanted.current = false;
    scrollRef.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true });
  });
  const activate = (index: number) => {
    const row = rows[index];
    if (!row) return;
    isFocusWanted.current = true;
    setActivePath(row.node.path);
    virtualizer.scrollToIndex(index);
  };
  const toggle = ({ node }: TreeRow, isExpanded: boolean) => {
    page.toggles.value = new Map(page.toggles.value).set(node.path, isExpanded);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLButtonElement) return;
    const pageSize = Math.max(1, Math.floor((scrollRef.current?.clientHeight ?? 0) / LIST_ROW_HEIGHT) - 1);
    const move = findTreeMove(rows, active, event.key, pageSize);
    const row = move && rows[move.index];
    if (move && row) {
      event.preventDefault();
      activate(move.index);
      if (move.kind === 'open') page.navigate({ file: row.node.path, line: null });
      if (move.kind === 'expand' || move.kind === 'collapse') toggle(row, move.kind === 'expand');
      return;
    }
    const isContinued = event.timeStamp - typed.current.time < TYPING_TIME;
    const text = (isContinued ? typed.current.text : '') + event.key;
    if (event.key.length !== 1 || (PAGE_KEYS.has(event.key) && !isContinued)) return;
    typed.current = { text, time: event.timeStamp };
    event.preventDefault();
    const index = findTypedRow(rows, active, text);
    if (index !== undefined) activate(index);
  };
  const onClick = (event: MouseEvent) => {
    const index =
      event.target instanceof Element && event.target.closest('[data-index]')?.getAttribute('data-index');
    const row = index ? rows[Number(index)] : undefined;
    if (!row) return;
    setActivePath(row.node.path);
    if (row.isExpanded === null) page.navigate({ file: row.node.path, line: null });
    else toggle(row, !row.isExpanded);
  };
  return (
    <div
      role="treegrid"
      class="tree"
      aria-label="Files"
      aria-rowcount={rows.length + 1}
      onKeyDown={onKeyDown}
    >
      <TreeHead />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tree grid handles the keys */}
      <div role="rowgroup" class="tree-scroll" ref={scrollRef} onClick={onClick}>
        <div class="tree-space" role="presentation" style={{ height: `${virtualizer.getTotalSize()}px` }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return (
              row && (
                <TreeRowView
                  key={row.node.path}
                  row={row}
                  index={index}
                  start={start}
                  isActive={index === active}
                  isSelected={row.node.path === file}
                />
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Returns the shown rows. While only counts change, they are listed again only if the order or the filter needs counts. */
function useTreeRows(): readonly TreeRow[] {
  const page = usePage();
  const { root, files } = page.store.tree.value;
  const structure = page.store.structure.value;
  const sort = page.sort.value;
  const isCounted = sort.by !== 'name' || page.isOnlyMissing.value;
  const order = isCounted ? page.store.order.value : 0;
  const isShown = page.fileTest.value;
  const toggles = page.toggles.value;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tree is mutable, so its versions are dependencies
  return useMemo(
    () =>
      listTreeRows(root, {
        sort,
        isShown,
        isExpanded: createExpansion(toggles, files.size, isShown !== undefined),
      }),
    [root, files, structure, sort, order, isShown, toggles],
  );
}
