/** Holds what is known of the run. Messages are applied in slices, and counts change only the rows that show them. */
import { type Signal, signal } from '@preact/signals';
import type { CoverageView } from '../../view/coverage-view.js';
import type { ChangesView, FileRow, RunMessage } from '../../view/messages.js';
import type { RunState } from '../../view/run-state.js';
import type { ConnectionState, DataSource } from '../data/data-source.js';
import { applyRows, type CoverageTree, createTree } from '../tree/coverage-node.js';
import { createWorkQueue } from './work-queue.js';

export interface RunStore {
  readonly state: Signal<RunState | null>;
  /** Time at which the state arrived, in milliseconds. */
  readonly stateArrival: Signal<number>;
  readonly connection: Signal<ConnectionState | null>;
  readonly tree: Signal<CoverageTree>;
  /** Increases when files are added. */
  readonly structure: Signal<number>;
  /** Increases at most once a second while counts change, for lists that are sorted by counts. */
  readonly order: Signal<number>;
  /** Whether the rows of the view have arrived. */
  readonly hasRows: Signal<boolean>;
  /** Why the view cannot be shown. */
  readonly noView: Signal<string | null>;
  readonly changes: Signal<ChangesView | null>;
  /** Why the changes are unknown. */
  readonly noChanges: Signal<string | null>;
  /** Follows another view or another Git ref until the returned function is called. */
  readonly follow: (view: CoverageView, base: string | null) => () => void;
}

/** Milliseconds between two sortings by counts. */
const SORT_INTERVAL = 1000;

/** Number of rows that are applied without a pause. */
const ROWS_AT_ONCE = 20;

export function createRunStore(source: DataSource): RunStore {
  const store = {
    state: signal<RunState | null>(null),
    stateArrival: signal(0),
    connection: signal<ConnectionState | null>(null),
    tree: signal(createTree()),
    structure: signal(0),
    order: signal(0),
    hasRows: signal(false),
    noView: signal<string | null>(null),
    changes: signal<ChangesView | null>(null),
    noChanges: signal<string | null>(null),
  };
  let isSortPlanned = false;
  const sortSoon = () => {
    if (isSortPlanned) return;
    isSortPlanned = true;
    setTimeout(() => {
      isSortPlanned = false;
      store.order.value++;
    }, SORT_INTERVAL);
  };
  function* replaceRows(rows: readonly FileRow[]): Generator<void, void> {
    const tree = createTree();
    yield* applySomeRows(tree, rows, null);
    store.tree.value = tree;
    store.hasRows.value = true;
    store.noView.value = null;
    store.order.value++;
  }
  function* apply(message: RunMessage): Generator<void, void> {
    switch (message.type) {
      case 'state':
        store.state.value = message.state;
        store.stateArrival.value = Date.now();
        return;
      case 'rows':
        if (message.isComplete) return yield* replaceRows(message.rows);
        if (yield* applySomeRows(store.tree.peek(), message.rows, performance.now())) store.structure.value++;
        return sortSoon();
      case 'changes':
        store.changes.value = message.changes;
        store.noChanges.value = null;
        return;
      case 'no changes':
        store.changes.value = null;
        store.noChanges.value = message.reason;
        return;
      case 'no view':
        store.noView.value = message.reason;
        return replaceRowsOfNoView();
    }
  }
  const replaceRowsOfNoView = () => {
    store.tree.value = createTree();
    store.hasRows.value = true;
  };
  return {
    ...store,
    follow: (view, base) => {
      store.hasRows.value = false;
      store.noView.value = null;
      if (store.changes.peek()?.base !== base) store.changes.value = null;
      store.noChanges.value = null;
      const queue = createWorkQueue('urgent');
      const stop = source.followRun({
        view,
        base,
        onMessage: (message) => queue.add(apply(message)),
        onConnection: (state) => {
          store.connection.value = state;
        },
      });
      return () => {
        queue.clear();
        stop();
      };
    },
  };
}

/** Applies rows in steps. Returns whether a file is new. */
function* applySomeRows(
  tree: CoverageTree,
  rows: readonly FileRow[],
  now: number | null,
): Generator<void, boolean> {
  let isNew = false;
  for (let index = 0; index < rows.length; index += ROWS_AT_ONCE) {
    isNew = applyRows(tree, rows.slice(index, index + ROWS_AT_ONCE), now) || isNew;
    yield;
  }
  return isNew;
}
