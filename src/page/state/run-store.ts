/** Holds what is known of the run. Messages are applied once a frame, and counts change only the rows that show them. */
import { batch, type Signal, signal } from '@preact/signals';
import type { CoverageView } from '../../view/coverage-view.js';
import type { ChangesView, FileRow, RunMessage } from '../../view/messages.js';
import type { RunState } from '../../view/run-state.js';
import type { ConnectionState, DataSource } from '../data/data-source.js';
import { applyRows, type CoverageTree, createTree } from '../tree/coverage-node.js';
import { scheduleFrame } from './frame.js';

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
  const replaceRows = (rows: readonly FileRow[]) => {
    const tree = createTree();
    applyRows(tree, rows, null);
    store.tree.value = tree;
    store.hasRows.value = true;
    store.noView.value = null;
    store.order.value++;
  };
  const apply = (message: RunMessage) => {
    switch (message.type) {
      case 'state':
        store.state.value = message.state;
        store.stateArrival.value = Date.now();
        return;
      case 'rows':
        if (message.isComplete) return replaceRows(message.rows);
        if (applyRows(store.tree.value, message.rows, performance.now())) store.structure.value++;
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
  };
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
      let queue: RunMessage[] = [];
      const frame = scheduleFrame(() => {
        const messages = queue;
        queue = [];
        batch(() => messages.forEach(apply));
      });
      const stop = source.followRun({
        view,
        base,
        onMessage: (message) => {
          queue.push(message);
          frame.request();
        },
        onConnection: (state) => {
          store.connection.value = state;
        },
      });
      return () => {
        frame.cancel();
        stop();
      };
    },
  };
}
