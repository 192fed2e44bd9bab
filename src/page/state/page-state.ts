/** Holds what the page shows, and changes it. Components read its signals. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { RunAction } from '../../view/messages.js';
import type { DataSource } from '../data/data-source.js';
import { textOfFailure } from '../data/failure-text.js';
import type { CoverageNode } from '../tree/coverage-node.js';
import { missedItems } from '../tree/coverage-node.js';
import type { Toggles } from '../tree/expansion.js';
import { METRIC_NAMES } from '../tree/metrics.js';
import { createPathFilter } from '../tree/path-filter.js';
import type { TreeSort } from '../tree/tree-rows.js';
import { formatAddress, type PageAddress, parseAddress } from './address.js';
import { createRunStore, type RunStore } from './run-store.js';

export type PanelTab = 'to-do' | 'sessions' | 'session-table' | 'processes' | 'problems';
export type PageDialog = 'help' | 'start session' | 'reset' | 'stop' | null;

/** Result of an action, for the user. */
export interface Notice {
  readonly kind: 'status' | 'error';
  readonly text: string;
}

export interface PageState {
  readonly source: DataSource;
  readonly store: RunStore;
  readonly address: Signal<PageAddress>;
  /** Changes the address. Selecting another file or view adds an entry to the history. */
  readonly navigate: (change: Partial<PageAddress>) => void;
  readonly sort: Signal<TreeSort>;
  readonly filter: Signal<string>;
  readonly isOnlyMissing: Signal<boolean>;
  readonly isOnlyChanged: Signal<boolean>;
  readonly toggles: Signal<Toggles>;
  /** Test of the files that the tree shows; `undefined` for all. */
  readonly fileTest: ReadonlySignal<((file: CoverageNode) => boolean) | undefined>;
  readonly isColoredBySession: Signal<boolean>;
  readonly tab: Signal<PanelTab>;
  readonly isPanelOpen: Signal<boolean>;
  readonly dialog: Signal<PageDialog>;
  readonly notice: Signal<Notice | null>;
  /** Shows a text for some seconds. Errors stay until the user dismisses them. */
  readonly showStatus: (text: string) => void;
  readonly isActing: Signal<boolean>;
  /** Runs an action and shows its result. Returns whether it succeeded. */
  readonly act: (action: RunAction) => Promise<boolean>;
}

/** Milliseconds for which the result of an action is shown. */
const NOTICE_TIME = 8000;

export const PageContext = createContext<PageState | null>(null);

export function usePage(): PageState {
  const page = useContext(PageContext);
  if (!page) throw new Error('The component is outside of the page.');
  return page;
}

/** Returns the Git ref that changed lines are compared with if the user names none. */
export function defaultRefOf({ store }: PageState): string {
  return store.state.value?.defaultRef ?? 'main';
}

export function createPageState(source: DataSource): PageState {
  const store = createRunStore(source);
  const address = signal(parseAddress(location.hash));
  const filter = signal('');
  const isOnlyMissing = signal(false);
  const isOnlyChanged = signal(false);
  const notice = signal<Notice | null>(null);
  const isActing = signal(false);
  addEventListener('popstate', () => {
    address.value = parseAddress(location.hash);
  });
  const navigate = (change: Partial<PageAddress>) => {
    const before = address.peek();
    const next = { ...before, ...change };
    if (formatAddress(next) === formatAddress(before)) return;
    address.value = next;
    const isNewPlace = next.file !== before.file || next.view !== before.view;
    if (isNewPlace) history.pushState(null, '', formatAddress(next));
    else history.replaceState(null, '', formatAddress(next));
  };
  const fileTest = computed(() => {
    const matches = createPathFilter(filter.value);
    const changed = isOnlyChanged.value ? store.changes.value : null;
    const paths = changed && new Set(changed.files.map(({ path }) => path));
    const isMissing = isOnlyMissing.value;
    if (!matches && !paths && !isMissing) return undefined;
    return (file: CoverageNode) =>
      (!matches || matches(file.path)) &&
      (!paths || paths.has(file.path)) &&
      (!isMissing || hasMissing(file));
  });
  const showStatus = (text: string) => {
    const shown: Notice = { kind: 'status', text };
    notice.value = shown;
    setTimeout(() => {
      if (notice.peek() === shown) notice.value = null;
    }, NOTICE_TIME);
  };
  return {
    source,
    store,
    address,
    navigate,
    sort: signal<TreeSort>({ by: 'name', isDescending: false }),
    filter,
    isOnlyMissing,
    isOnlyChanged,
    toggles: signal<Toggles>(new Map()),
    fileTest,
    isColoredBySession: signal(false),
    tab: signal<PanelTab>('to-do'),
    isPanelOpen: signal(true),
    dialog: signal<PageDialog>(null),
    notice,
    isActing,
    showStatus,
    act: async (action) => {
      if (!source.act || isActing.peek()) return false;
      isActing.value = true;
      notice.value = null;
      try {
        const { message, mark } = await source.act(action);
        showStatus(message);
        if (mark !== undefined) navigate({ view: { kind: 'mark', mark } });
        return true;
      } catch (error) {
        notice.value = { kind: 'error', text: textOfFailure(error) };
        return false;
      } finally {
        isActing.value = false;
      }
    },
  };
}

function hasMissing(file: CoverageNode): boolean {
  return METRIC_NAMES.some((_, metric) => missedItems(file, metric) > 0);
}
