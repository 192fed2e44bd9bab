/** The head of the page: the run, the view and the actions. */
import type { JSX } from 'preact';
import { toVisibleText } from '../../view/visible-parts.js';
import { now } from '../state/clock.js';
import { formatElapsed, formatTimeOfDay } from '../state/format.js';
import { usePage } from '../state/page-state.js';
import { theme, toggleTheme } from '../theme.js';
import { Icon } from '../widgets/icons.js';
import { ActionButtons } from './action-buttons.js';
import { ViewSelect } from './view-select.js';

export function PageHeader(): JSX.Element {
  const page = usePage();
  return (
    <header class="head">
      <RunTitle />
      <div class="head-view">
        <ViewSelect />
        <MarkChip />
      </div>
      <div class="head-tools">
        <ActionButtons />
        <button
          type="button"
          class="icon-button"
          aria-label="Keyboard help and marks"
          title="Keyboard help and marks (?)"
          onClick={() => {
            page.dialog.value = 'help';
          }}
        >
          <Icon name="help" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label={theme.value === 'dark' ? 'Use light colors' : 'Use dark colors'}
          title={theme.value === 'dark' ? 'Use light colors' : 'Use dark colors'}
          onClick={toggleTheme}
        >
          <Icon name={theme.value === 'dark' ? 'sun' : 'moon'} />
        </button>
      </div>
    </header>
  );
}

function RunTitle(): JSX.Element {
  const { store } = usePage();
  const state = store.state.value;
  return (
    <div class="head-run">
      <h1 class="head-project">
        <bdi>{state ? toVisibleText(state.project) : 'covermain'}</bdi>
      </h1>
      <p class="head-facts">
        <RunPhase />
        {state?.label && <bdi class="head-label">{toVisibleText(state.label)}</bdi>}
        <Uptime />
      </p>
    </div>
  );
}

function RunPhase(): JSX.Element {
  const { store } = usePage();
  const connection = store.connection.value;
  const phase = store.state.value?.phase;
  if (connection?.kind === 'lost' && phase !== 'ended')
    return (
      <span class="phase is-lost" title={toVisibleText(connection.reason)}>
        Disconnected
      </span>
    );
  if (phase === 'report') return <span class="phase">Report</span>;
  if (phase === 'ended') return <span class="phase is-ended">Ended</span>;
  if (phase === 'running') return <span class="phase is-live">Live</span>;
  return <span class="phase">Connecting…</span>;
}

function Uptime(): JSX.Element | null {
  const { store } = usePage();
  const state = store.state.value;
  if (state?.phase !== 'running') return null;
  const uptimes = state.processes
    .filter((process) => process.state !== 'ended')
    .map(({ uptime }) => uptime ?? 0);
  if (uptimes.length === 0) return <span>no process</span>;
  const age = Math.max(0, now.value - store.stateArrival.value);
  return (
    <span>
      up {formatElapsed(Math.max(...uptimes) + age)}
      {uptimes.length > 1 && ` · ${uptimes.length} processes`}
    </span>
  );
}

/** Shows that the view begins at a mark, and returns to the run. */
function MarkChip(): JSX.Element | null {
  const { address, store, navigate } = usePage();
  const { view } = address.value;
  if (view.kind !== 'mark') return null;
  const mark = store.state.value?.marks.find((candidate) => candidate.mark === view.mark);
  return (
    <span class="chip">
      Only since {mark ? formatTimeOfDay(mark.time) : `mark ${view.mark}`}
      <button
        type="button"
        class="chip-close"
        aria-label="Show the whole run"
        title="Show the whole run"
        onClick={() => navigate({ view: { kind: 'run' } })}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}
