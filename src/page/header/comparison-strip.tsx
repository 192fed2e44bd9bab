/** Explains the colours of a comparison in bars and sources, and ends it. */
import type { JSX } from 'preact';
import { toVisibleText } from '../../view/visible-parts.js';
import { usePage } from '../state/page-state.js';

export function ComparisonStrip(): JSX.Element | null {
  const { address, navigate } = usePage();
  const { view } = address.value;
  if (view.kind !== 'comparison') return null;
  const { first, second } = view;
  return (
    <section class="comparison" aria-label="Comparison">
      <ul class="legend" aria-label="Legend of the comparison">
        <LegendEntry kind="first" text="Only A:" name={first} />
        <LegendEntry kind="both" text="Both" />
        <LegendEntry kind="second" text="Only B:" name={second} />
        <LegendEntry kind="neither" text="Neither" />
      </ul>
      <button
        type="button"
        class="button is-small"
        onClick={() => navigate({ view: { kind: 'comparison', first: second, second: first } })}
      >
        Swap A and B
      </button>
      <button type="button" class="button is-small" onClick={() => navigate({ view: { kind: 'run' } })}>
        End comparison
      </button>
    </section>
  );
}

function LegendEntry(props: {
  readonly kind: 'first' | 'both' | 'second' | 'neither';
  readonly text: string;
  readonly name?: string;
}): JSX.Element {
  const name = props.name === undefined ? undefined : toVisibleText(props.name);
  return (
    <li title={name}>
      <span class={`swatch bar-${props.kind}`} aria-hidden="true" />
      <span class="legend-text">
        {props.text} {name !== undefined && <bdi class="legend-name">{name}</bdi>}
      </span>
    </li>
  );
}
