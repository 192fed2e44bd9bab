/** Tallies what a session has covered, file by file. */
import { setImmediate as pause } from 'node:timers/promises';
import { addTallies, NO_TALLY, type Tally } from '../view/tally.js';
import type { CounterLayer, LayerReader } from './counter-layer.js';

/** What a session has covered. */
export interface CoveredFiles {
  readonly covered: Tally;
  /** What is covered of each file that the session ran, by path. */
  readonly tallies: ReadonlyMap<string, Tally>;
}

export interface SessionTally extends CoveredFiles {
  /** Tallies files again. Other work continues meanwhile. */
  readonly update: (paths: Iterable<string>, layer: CounterLayer) => Promise<void>;
}

/** Milliseconds of work without a pause. */
const SLICE = 20;

export function createSessionTally(reader: LayerReader): SessionTally {
  const tallies = new Map<string, Tally>();
  let covered: Tally = NO_TALLY;
  return {
    tallies,
    get covered() {
      return covered;
    },
    async update(paths, layer) {
      let worked = performance.now();
      for (const path of paths) {
        if (performance.now() - worked > SLICE) {
          await pause();
          worked = performance.now();
        }
        const file = reader.read(path, [layer]);
        tallies.set(path, file?.tally((index) => (file.layers[0]?.[index] ?? 0) > 0) ?? NO_TALLY);
      }
      covered = [...tallies.values()].reduce(addTallies, NO_TALLY);
    },
  };
}
