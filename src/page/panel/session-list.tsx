/** Lists the sessions with their own coverage, ends open ones and compares two. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { toVisibleText } from '../../view/visible-parts.js';
import { usePage } from '../state/page-state.js';
import { sessionColorClass } from '../state/session-colors.js';
import { useSessionNames } from '../state/use-session-names.js';
import { METRIC_NAMES } from '../tree/metrics.js';
import { SessionRow } from './session-row.js';

export function SessionList(): JSX.Element {
  const { store, address, navigate, source, dialog, isActing } = usePage();
  const sessions = store.state.value?.sessions ?? [];
  const names = useSessionNames();
  const [chosen, setChosen] = useState<SessionPair>([null, null]);
  const { view } = address.value;
  const shown: SessionPair = view.kind === 'comparison' ? [view.first, view.second] : [null, null];
  const [first, second] = completePair(
    chosen,
    shown,
    sessions.map(({ name }) => name),
  );
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
        <button
          type="button"
          class="button"
          disabled={!canCompare}
          onClick={() => canCompare && navigate({ view: { kind: 'comparison', first, second } })}
        >
          Compare
        </button>
        <span class="muted pair">
          {canCompare ? (
            <>
              A: <bdi class="pair-name">{toVisibleText(first)}</bdi> with B:{' '}
              <bdi class="pair-name">{toVisibleText(second)}</bdi>
            </>
          ) : (
            'Record a second session to compare two.'
          )}
        </span>
      </div>
      <table class="table session-list">
        <caption class="visually-hidden">Sessions</caption>
        <thead>
          <tr>
            <th scope="col" class="is-choice" title="First session of the comparison">
              A
            </th>
            <th scope="col" class="is-choice" title="Second session of the comparison">
              B
            </th>
            <th scope="col">Session</th>
            <th scope="col" class="is-optional">
              Start
            </th>
            <th scope="col" class="is-number is-optional">
              Duration
            </th>
            <th scope="col" class="is-number is-optional is-least">
              Processes
            </th>
            {METRIC_NAMES.map((name, metric) => (
              <th scope="col" key={name} class={`is-number metric-${metric}`}>
                {name}
              </th>
            ))}
            <th scope="col">
              <span class="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <SessionRow
              key={session.name}
              session={session}
              color={sessionColorClass(names, session.name)}
              isFirst={first === session.name}
              isSecond={second === session.name}
              onFirst={() => setChosen([session.name, second === session.name ? first : second])}
              onSecond={() => setChosen([first === session.name ? second : first, session.name])}
              canEnd={canAct && session.isOpen}
              isActing={isActing.value}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Names of the sessions A and B. */
type SessionPair = readonly [first: string | null, second: string | null];

/** Returns the sessions to compare: those chosen, or those shown, or else the two at the top, the earlier one first. */
function completePair(chosen: SessionPair, shown: SessionPair, names: readonly string[]): SessionPair {
  const known = (name: string | null | undefined) => (name != null && names.includes(name) ? name : null);
  const first = known(chosen[0]) ?? known(shown[0]);
  const second = known(chosen[1]) ?? known(shown[1]);
  const other = (taken: string | null, index: number) =>
    names.filter((name) => name !== taken)[index] ?? null;
  if (first !== null) return [first, second ?? other(first, 0)];
  if (second !== null) return [other(second, 0), second];
  return names.length < 2 ? [null, null] : [names[1] ?? null, names[0] ?? null];
}
