/** A session with its own coverage. */
import type { JSX } from 'preact';
import type { SessionView } from '../../view/run-state.js';
import { toVisibleText } from '../../view/visible-parts.js';
import { now } from '../state/clock.js';
import { formatDateTime, formatElapsed, formatExactPercent, formatTimeOfDay } from '../state/format.js';
import { usePage } from '../state/page-state.js';
import { itemTotal } from '../tree/coverage-node.js';
import { METRIC_NAMES } from '../tree/metrics.js';
import { CoverageBar, describeParts } from '../widgets/coverage-bar.js';

export interface SessionRowProps {
  readonly session: SessionView;
  /** Class of its colour. */
  readonly color: string;
  readonly isFirst: boolean;
  readonly isSecond: boolean;
  readonly onFirst: () => void;
  readonly onSecond: () => void;
  readonly canEnd: boolean;
  readonly isActing: boolean;
}

export function SessionRow(props: SessionRowProps): JSX.Element {
  const { store, navigate, act } = usePage();
  const { session } = props;
  const name = toVisibleText(session.name);
  const { root } = store.tree.value;
  root.version.value;
  return (
    <tr>
      <ChoiceCell
        group="first-session"
        label={`Compare ${name} as A`}
        isChosen={props.isFirst}
        onChoose={props.onFirst}
      />
      <ChoiceCell
        group="second-session"
        label={`Compare ${name} as B`}
        isChosen={props.isSecond}
        onChoose={props.onSecond}
      />
      <th scope="row" class="session-cell">
        <span class={`session-dot ${props.color}`} aria-hidden="true" />
        <button
          type="button"
          class="link"
          title={`Show the coverage of ${name}`}
          onClick={() => navigate({ view: { kind: 'session', name: session.name } })}
        >
          <bdi>{name}</bdi>
        </button>
        {session.isOpen && <span class="badge is-live">recording</span>}
      </th>
      <td class="is-optional" title={session.start === null ? undefined : formatDateTime(session.start)}>
        {session.start === null ? '–' : formatTimeOfDay(session.start)}
      </td>
      <td class="is-number is-optional">
        <SessionDuration session={session} />
      </td>
      <td class="is-number is-optional is-least">{session.processes}</td>
      {METRIC_NAMES.map((metricName, metric) => {
        const covered = session.covered[metric] ?? 0;
        const total = itemTotal(root, metric);
        return (
          <td
            key={metricName}
            class={`is-number metric-${metric}`}
            title={`${metricName}: ${describeParts(total, [covered])}`}
          >
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

interface ChoiceCellProps {
  /** Name of the radio buttons of which one is chosen. */
  readonly group: string;
  readonly label: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function ChoiceCell({ group, label, isChosen, onChoose }: ChoiceCellProps): JSX.Element {
  return (
    <td class="is-choice">
      <input type="radio" name={group} aria-label={label} checked={isChosen} onChange={onChoose} />
    </td>
  );
}
