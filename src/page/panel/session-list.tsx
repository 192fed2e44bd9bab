/** Lists the sessions with their own coverage, ends open ones and compares two. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SessionView } from '../../view/run-state.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { now } from '../state/clock.js';
import { formatDateTime, formatElapsed, formatExactPercent, formatTimeOfDay } from '../state/format.js';
import { usePage } from '../state/page-state.js';
import { itemTotal } from '../tree/coverage-node.js';
import { METRIC_NAMES } from '../tree/tree-row-view.js';
import { CoverageBar, describeParts } from '../widgets/coverage-bar.js';

/** Number of session colours in styles/tokens.css. */
const COLORS = 8;

export function SessionList(): JSX.Element {
  const { store, navigate, source, dialog, isActing } = usePage();
  const sessions = store.state.value?.sessions ?? [];
  const [first, setFirst] = useState<string | null>(null);
  const [second, setSecond] = useState<string | null>(null);
  const canCompare = first !== null && second !== null && first !== second;
  const canAct = source.act !== undefined && store.state.value?.phase === 'running';
  if (sessions.length === 0)
    return (
      <div class="message">
        <p>No session has been recorded.</p>
        {canAct && (
          <button
            type="button"
            class="button"
            onClick={() => {
              dialog.value = 'start session';
            }}
          >
            Start session
          </button>
        )}
      </div>
    );
  return (
    <>
      <div class="inline-form">
        <span class="muted">
          {canCompare
            ? `Compare A, ${toVisibleText(first)}, with B, ${toVisibleText(second)}.`
            : 'Choose A and B to compare two sessions.'}
        </span>
        <button
          type="button"
          class="button"
          disabled={!canCompare}
          onClick={() => canCompare && navigate({ view: { kind: 'comparison', first, second } })}
        >
          Compare
        </button>
      </div>
      <table class="table">
        <caption class="visually-hidden">Sessions</caption>
        <thead>
          <tr>
            <th scope="col">A</th>
            <th scope="col">B</th>
            <th scope="col">Session</th>
            <th scope="col">Start</th>
            <th scope="col" class="is-number">
              Duration
            </th>
            <th scope="col" class="is-number">
              Processes
            </th>
            {METRIC_NAMES.map((name) => (
              <th scope="col" key={name} class="is-number">
                {name}
              </th>
            ))}
            <th scope="col">
              <span class="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session, index) => (
            <SessionRow
              key={session.name}
              session={session}
              color={(index % COLORS) + 1}
              isFirst={first === session.name}
              isSecond={second === session.name}
              onFirst={() => setFirst(session.name)}
              onSecond={() => setSecond(session.name)}
              canEnd={canAct && session.isOpen}
              isActing={isActing.value}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface SessionRowProps {
  readonly session: SessionView;
  readonly color: number;
  readonly isFirst: boolean;
  readonly isSecond: boolean;
  readonly onFirst: () => void;
  readonly onSecond: () => void;
  readonly canEnd: boolean;
  readonly isActing: boolean;
}

function SessionRow(props: SessionRowProps): JSX.Element {
  const { store, navigate, act } = usePage();
  const { session } = props;
  const name = toVisibleText(session.name);
  const { root } = store.tree.value;
  root.version.value;
  return (
    <tr>
      <td>
        <input
          type="radio"
          name="first-session"
          aria-label={`Compare ${name} as A`}
          checked={props.isFirst}
          onChange={props.onFirst}
        />
      </td>
      <td>
        <input
          type="radio"
          name="second-session"
          aria-label={`Compare ${name} as B`}
          checked={props.isSecond}
          onChange={props.onSecond}
        />
      </td>
      <th scope="row">
        <span class={`session-dot session-color-${props.color}`} aria-hidden="true" />
        <button
          type="button"
          class="link"
          title="Show the coverage of this session"
          onClick={() => navigate({ view: { kind: 'session', name: session.name } })}
        >
          <bdi>{name}</bdi>
        </button>
        {session.isOpen && <span class="badge is-live">recording</span>}
      </th>
      <td title={session.start === null ? undefined : formatDateTime(session.start)}>
        {session.start === null ? '–' : formatTimeOfDay(session.start)}
      </td>
      <td class="is-number">
        <SessionDuration session={session} />
      </td>
      <td class="is-number">{session.processes}</td>
      {METRIC_NAMES.map((metricName, metric) => {
        const covered = session.covered[metric as 0];
        const total = itemTotal(root, metric);
        return (
          <td key={metricName} class="is-number" title={`${metricName}: ${describeParts(total, [covered])}`}>
            {formatExactPercent(covered, total)}
            <CoverageBar total={total} parts={[covered]} />
          </td>
        );
      })}
      <td>
        {props.canEnd && (
          <button
            type="button"
            class="button is-small"
            disabled={props.isActing}
            aria-label={`End session ${name}`}
            onClick={() => void act({ kind: 'end session', name: session.name })}
          >
            End
          </button>
        )}
      </td>
    </tr>
  );
}

function SessionDuration({ session }: { readonly session: SessionView }): JSX.Element {
  if (session.start === null) return <>–</>;
  const start = Date.parse(session.start);
  if (session.isOpen) return <>{formatElapsed(now.value - start)}</>;
  return <>{session.end === null ? '–' : formatElapsed(Date.parse(session.end) - start)}</>;
}
