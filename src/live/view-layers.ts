/** Finds the counters that a view shows. */
import type { CoverageView } from '../view/coverage-view.js';
import { type Tally, tallyParts } from '../view/tally.js';
import type { CounterLayer, LayeredFile } from './counter-layer.js';

export interface LayerSources {
  readonly run: CounterLayer;
  readonly mark: (mark: number) => CounterLayer | undefined;
  readonly session: (name: string) => Promise<CounterLayer | undefined>;
}

/** Returns the layers of a view: two for a comparison, otherwise one. A text is the reason why there are none, as a sentence. */
export async function layersOf(
  view: CoverageView,
  sources: LayerSources,
): Promise<readonly CounterLayer[] | string> {
  switch (view.kind) {
    case 'run':
      return [sources.run];
    case 'mark': {
      const layer = sources.mark(view.mark);
      return layer ? [layer] : `Mark ${view.mark} no longer exists. Set a new one.`;
    }
    case 'session':
      return allOf([view.name], sources);
    case 'comparison':
      return allOf([view.first, view.second], sources);
    default:
      return view satisfies never;
  }
}

async function allOf(
  names: readonly string[],
  { session }: LayerSources,
): Promise<readonly CounterLayer[] | string> {
  const layers: CounterLayer[] = [];
  for (const name of names) {
    const layer = await session(name);
    if (!layer) return `The session ${JSON.stringify(name)} has recorded nothing.`;
    layers.push(layer);
  }
  return layers;
}

/** Returns what is covered of a file, as `tallyParts` does. */
export function coveredParts({ layers, tally }: LayeredFile): readonly Tally[] {
  const [first, second] = layers.map((counts) => (index: number) => (counts[index] ?? 0) > 0);
  return first ? tallyParts(tally, first, second) : [];
}
