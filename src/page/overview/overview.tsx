/** The page without a selected file: totals and the files with most missed statements. */
import type { JSX } from 'preact';
import { toVisibleText } from '../../view/visible-parts.js';
import { formatExactPercent, formatQuantity } from '../state/format.js';
import { usePage } from '../state/page-state.js';
import { sessionColorClass } from '../state/session-colors.js';
import { useSessionNames } from '../state/use-session-names.js';
import { coveredItems, itemTotal } from '../tree/coverage-node.js';
import { METRIC_NAMES } from '../tree/metrics.js';
import { CoverageBar, describeParts } from '../widgets/coverage-bar.js';
import { FileName } from '../widgets/file-name.js';
import { findMostMissed, missedStatements } from './most-missed.js';

const MOST_MISSED = 10;

export function Overview(): JSX.Element {
  const { store } = usePage();
  const { root, files } = store.tree.value;
  root.version.value;
  if (files.size === 0) return <NoFiles />;
  return (
    <div class="overview">
      <h2 class="visually-hidden">Overview</h2>
      <dl class="totals">
        {METRIC_NAMES.map((name, metric) => {
          const total = itemTotal(root, metric);
          const parts = root.parts.map((part) => part[metric] ?? 0);
          return (
            <div key={name} class="total">
              <dt>{name}</dt>
              <dd>
                <span class="total-percent">{formatExactPercent(coveredItems(root, metric), total)}</span>
                <CoverageBar total={total} parts={parts} />
                <span class="total-count">{describeParts(total, parts)}</span>
              </dd>
            </div>
          );
        })}
      </dl>
      <MostMissed />
      <SessionEntries />
    </div>
  );
}

/** Takes the place of zeros that nobody has counted. */
function NoFiles(): JSX.Element {
  const { store } = usePage();
  store.structure.value;
  return (
    <div class="overview">
      <h2 class="visually-hidden">Overview</h2>
      {store.noView.value !== null ? (
        <p class="message is-error">{toVisibleText(store.noView.value)}</p>
      ) : store.hasRows.value ? (
        <div class="message">
          <p>No file is measured yet.</p>
          <p>Files appear here once the program has loaded them.</p>
        </div>
      ) : (
        <p class="message loading">Loading…</p>
      )}
    </div>
  );
}

function MostMissed(): JSX.Element | null {
  const { store, navigate } = usePage();
  store.order.value;
  store.structure.value;
  const files = findMostMissed(store.tree.value.files.values(), MOST_MISSED);
  if (files.length === 0) return <p class="all-covered">All statements were executed.</p>;
  return (
    <section class="block" aria-labelledby="most-missed">
      <h3 id="most-missed">Most missed statements</h3>
      <ul class="missed-list">
        {files.map((file) => (
          <li key={file.path}>
            <button
              type="button"
              class="row-button"
              onClick={() => navigate({ file: file.path, line: null })}
            >
              <FileName path={file.path} />
              <span class="missed-count">{formatQuantity(missedStatements(file), 'statement')} missed</span>
              <span class="missed-percent">
                {formatExactPercent(coveredItems(file, 0), itemTotal(file, 0))}
              </span>
              <CoverageBar total={itemTotal(file, 0)} parts={file.parts.map((part) => part[0] ?? 0)} />
            </button>
          </li>
        ))}
      </ul>
      <p class="footnote">{formatQuantity(store.tree.value.files.size, 'measured file')}</p>
    </section>
  );
}

/** Lists the sessions with their statements. */
function SessionEntries(): JSX.Element | null {
  const { store, navigate } = usePage();
  const sessions = store.state.value?.sessions ?? [];
  const names = useSessionNames();
  const total = itemTotal(store.tree.value.root, 0);
  if (sessions.length === 0) return null;
  return (
    <section class="block session-entries" aria-labelledby="session-entries">
      <h3 id="session-entries">Statements by session</h3>
      <ul>
        {sessions.map(({ name, isOpen, covered }) => (
          <li key={name}>
            <button
              type="button"
              class="row-button"
              onClick={() => navigate({ view: { kind: 'session', name } })}
            >
              <span class="session-name">
                <span class={`session-dot ${sessionColorClass(names, name)}`} aria-hidden="true" />
                <bdi>{toVisibleText(name)}</bdi>
                {isOpen && <span class="badge is-live">recording</span>}
              </span>
              <span class="missed-percent">{formatExactPercent(covered[0], total)}</span>
              <CoverageBar total={total} parts={[covered[0]]} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
