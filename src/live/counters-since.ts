/** Counts what runs after a moment. Counters that a reset sets to 0 are counted from the reset on. */

interface CounterChange {
  readonly probe: number;
  /** Counter of one process before the change. */
  readonly before: number;
  readonly now: number;
  /** Whether the former value was not exact, so that nothing was reset. */
  readonly isCorrection: boolean;
}

export interface CountersSince {
  /** Counters by the hash of their meta. Files that have not run since have none. */
  readonly counters: ReadonlyMap<string, Float64Array>;
  readonly change: (hash: string, probes: number, change: CounterChange) => void;
}

export function openCountersSince(): CountersSince {
  const counters = new Map<string, Float64Array>();
  return {
    counters,
    change(hash, probes, { probe, before, now, isCorrection }) {
      const known = counters.get(hash);
      if (!known && now <= before && isCorrection) return;
      const own = known ?? new Float64Array(probes);
      counters.set(hash, own);
      const since = own[probe] ?? 0;
      const isReset = now < before && !isCorrection;
      own[probe] = isReset ? Math.max(0, since - before) + now : Math.max(0, since + now - before);
    },
  };
}
