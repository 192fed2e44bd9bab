/** Lists warnings and coverage that is missing. */
import type { JSX } from 'preact';
import { toVisibleText } from '../../view/visible-parts.js';
import { usePage } from '../state/page-state.js';

export function Problems(): JSX.Element {
  const state = usePage().store.state.value;
  if (!state) return <p class="message">Loading…</p>;
  if (state.warnings.length + state.losses.length === 0)
    return <p class="message">No warnings. No coverage is known to be missing.</p>;
  return (
    <div class="problems">
      <ProblemList title="Warnings" texts={state.warnings} />
      <ProblemList title="Missing coverage" texts={state.losses} />
    </div>
  );
}

function ProblemList(props: {
  readonly title: string;
  readonly texts: readonly string[];
}): JSX.Element | null {
  if (props.texts.length === 0) return null;
  return (
    <section>
      <h3>{props.title}</h3>
      <ul>
        {props.texts.map((text) => (
          <li key={text}>{toVisibleText(text)}</li>
        ))}
      </ul>
    </section>
  );
}
