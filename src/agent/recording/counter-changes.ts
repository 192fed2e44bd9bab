/** Finds the counters of a span that have changed, at the cost of the files that have changed. */
import type { SpanCounters } from './recording-span.js';

/** Changed counters of a file: index of each probe, and its new value. */
export interface ChangedCounters {
  /** Hash of the file's meta. */
  readonly meta: string;
  readonly counters: readonly (readonly [probe: number, counter: number])[];
}

interface SeenFile {
  /** Values of the counters at the last call. */
  readonly counters: Float64Array;
  /** Number of changes of the file at the last call. */
  changes: number;
}

/**
 * Returns a function that returns the counters that differ from the previous call; at first, all that are not 0. After a reset,
 * counters that the new epoch has not counted yet are returned as 0.
 */
export function createCounterComparison(): (span: SpanCounters) => readonly ChangedCounters[] {
  const seenFiles = new Map<string, SeenFile>();
  let lastBaseline: SpanCounters['baseline'] | undefined;
  return ({ totals, changes, baseline }) => {
    const hasNewBaseline = baseline !== lastBaseline;
    lastBaseline = baseline;
    const changed: ChangedCounters[] = [];
    for (const [meta, total] of totals) {
      const change = changes.get(meta) ?? 0;
      const known = seenFiles.get(meta);
      if (!hasNewBaseline && change === (known?.changes ?? 0)) continue;
      const seen = known ?? { counters: new Float64Array(total.length), changes: 0 };
      if (!known) seenFiles.set(meta, seen);
      seen.changes = change;
      const counters = takeChanges(total, baseline.get(meta), seen.counters);
      if (counters.length > 0) changed.push({ meta, counters });
    }
    return changed;
  };
}

/** Returns the counters that differ from `seen`, and stores them there. */
function takeChanges(
  total: Float64Array,
  before: Float64Array | undefined,
  seen: Float64Array,
): ChangedCounters['counters'] {
  const counters: [number, number][] = [];
  // A loop without callbacks or copies, because it runs several times a second.
  for (let probe = 0; probe < total.length; probe++) {
    const counter = (total[probe] as number) - (before?.[probe] ?? 0);
    if (counter === seen[probe]) continue;
    seen[probe] = counter;
    counters.push([probe, counter]);
  }
  return counters;
}
