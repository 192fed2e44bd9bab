/** Tells that the connection is lost, or where the final profile is once the run has ended. */
import type { JSX } from 'preact';
import { toVisibleText } from '../../view/visible-parts.js';
import { formatTimeOfDay } from '../state/format.js';
import { usePage } from '../state/page-state.js';

export function RunBanner(): JSX.Element | null {
  const { store } = usePage();
  const state = store.state.value;
  const connection = store.connection.value;
  if (state?.end)
    return (
      <div class="banner" role="status">
        <span>
          The run has ended. The final profile is in <code>{toVisibleText(state.end.directory)}</code>
          {state.end.time !== null && `, with counts read at ${formatTimeOfDay(state.end.time)}`}.
          {state.phase === 'ended' && connection?.kind === 'lost' && (
            <>
              {' '}
              This page is no longer served. Show it again with <code>covermain open</code>.
            </>
          )}
        </span>
      </div>
    );
  if (connection?.kind === 'lost' && state?.phase !== 'ended')
    return (
      <div class="banner is-warning" role="alert">
        <span>{toVisibleText(connection.reason)}</span>
      </div>
    );
  return null;
}
