/** Lists the sessions with their own coverage, ends open ones and compares two. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { toVisibleText } from '../../view/visible-parts.js';
import { usePage } from '../state/page-state.js';
import { sessionColorClass } from '../state/session-colors.js';
import { useSessionNames } from '../state/use-session-names.js';
import { METRIC_NAMES } from '../tree/tree-row-view.js';
import { SessionRow } from './session-row.js';

export function SessionList(): JSX.Element {
  const { store, navigate, source, dialog, isActing } = usePage();
  const sessions = store.state.value?.sessions ?? [];
  const names = useSessionNames();
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
          {sessions.map((session) => (
            <SessionRow
              key={session.name}
              session={session}
              color={sessionColorClass(names, session.name)}
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
