/** The tabs below the source: what is left to do, sessions, processes and problems. */
import type { JSX } from 'preact';
import { type PanelTab, usePage } from '../state/page-state.js';
import { Icon } from '../widgets/icons.js';
import { Problems } from './problems.js';
import { ProcessList } from './process-list.js';
import { SessionList } from './session-list.js';
import { SessionTableView } from './session-table-view.js';
import { ToDoList } from './to-do-list.js';

const TABS: readonly {
  readonly tab: PanelTab;
  readonly label: string;
  readonly Content: () => JSX.Element;
}[] = [
  { tab: 'to-do', label: 'To do', Content: ToDoList },
  { tab: 'sessions', label: 'Sessions', Content: SessionList },
  { tab: 'session-table', label: 'Sessions × files', Content: SessionTableView },
  { tab: 'processes', label: 'Processes', Content: ProcessList },
  { tab: 'problems', label: 'Warnings', Content: Problems },
];

export function TabPanel(): JSX.Element {
  const page = usePage();
  const selected = page.tab.value;
  const isOpen = page.isPanelOpen.value;
  const { Content } = TABS.find(({ tab }) => tab === selected) ?? { Content: ToDoList };
  const select = (tab: PanelTab) => {
    page.tab.value = tab;
    page.isPanelOpen.value = true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const index = TABS.findIndex(({ tab }) => tab === selected);
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      Home: -index,
      End: TABS.length - 1 - index,
    };
    const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    const next = step !== undefined && TABS[(index + step + TABS.length) % TABS.length];
    if (!next) return;
    event.preventDefault();
    select(next.tab);
    document.getElementById(`tab-${next.tab}`)?.focus();
  };
  return (
    <section class={`panel ${isOpen ? 'is-open' : ''}`} aria-label="Details">
      <div class="tabs">
        <div role="tablist" aria-label="Details" class="tab-list" onKeyDown={onKeyDown}>
          {TABS.map(({ tab, label }) => (
            <button
              key={tab}
              type="button"
              role="tab"
              id={`tab-${tab}`}
              class="tab"
              aria-selected={tab === selected}
              aria-controls="tab-content"
              tabIndex={tab === selected ? 0 : -1}
              onClick={() => select(tab)}
            >
              {label}
              <TabCount tab={tab} />
            </button>
          ))}
        </div>
        <button
          type="button"
          class="icon-button"
          aria-expanded={isOpen}
          aria-controls="tab-content"
          aria-label={isOpen ? 'Collapse the details' : 'Expand the details'}
          onClick={() => {
            page.isPanelOpen.value = !isOpen;
          }}
        >
          <Icon name={isOpen ? 'down' : 'up'} />
        </button>
      </div>
      <div
        role="tabpanel"
        id="tab-content"
        class="tab-content"
        aria-labelledby={`tab-${selected}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the content scrolls, so keys must reach it
        tabIndex={0}
        hidden={!isOpen}
      >
        {isOpen && <Content />}
      </div>
    </section>
  );
}

/** Number of entries of a tab. */
function TabCount({ tab }: { readonly tab: PanelTab }): JSX.Element | null {
  const { store } = usePage();
  const state = store.state.value;
  const counts: Partial<Record<PanelTab, number>> = {
    'to-do': store.changes.value?.files.reduce((sum, { missed }) => sum + missed.length, 0) ?? 0,
    sessions: state?.sessions.length ?? 0,
    processes: state?.processes.filter((process) => process.state !== 'ended').length ?? 0,
    problems: state ? state.warnings.length + state.losses.length : 0,
  };
  const count = counts[tab] ?? 0;
  if (count === 0) return null;
  return <span class={`count ${tab === 'problems' ? 'is-warning' : ''}`}>{count}</span>;
}
