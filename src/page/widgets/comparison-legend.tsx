/** Explains the three segments of the bars of a comparison. */
import type { JSX } from 'preact';
import { toVisibleText } from '../../view/visible-parts.js';

export function ComparisonLegend(names: { readonly first: string; readonly second: string }): JSX.Element {
  return (
    <ul class="legend" aria-label="Legend of the comparison">
      <li>
        <span class="swatch bar-first" aria-hidden="true" />
        <span>
          Only A: <b class="name">{toVisibleText(names.first)}</b>
        </span>
      </li>
      <li>
        <span class="swatch bar-both" aria-hidden="true" />
        Both
      </li>
      <li>
        <span class="swatch bar-second" aria-hidden="true" />
        <span>
          Only B: <b class="name">{toVisibleText(names.second)}</b>
        </span>
      </li>
    </ul>
  );
}
