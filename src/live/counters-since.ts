/** Counts what runs after a moment. Counters that a reset sets to 0 are counted from the reset on. */

interface CounterChange {
  readonly probe: number;
  /** Counter of one part before the change. */
  readonly before: number;
  readonly now: number;
  /** Whether the former value was not exact, so that nothing was reset. */
  readonly isCorrection: boolean;
}

export interface CountersSince {
  /** Sums by the hash of their meta. Files that have not run since have none. */
  readonly counters: ReadonlyMap<string, Float64Array>;
  /** Counts a change. @param part identifies the process or processes that the counter is of */
  readonly change: (part: object, hash: string, probes: number, change: CounterChange) => void;
  /** Moves what one part has counted to another one. */
  readonly move: (from: object, to: object) => void;
}

export function openCountersSince(): CountersSince {
  const sums = new Map<string, Float64Array>();
  /** Each part is reset at another time, so each is counted separately. */
  const parts = new Map<object, Map<string, Float64Array>>();
  const countersOf = (part: object, hash: string, probes: number) => {
    const own = parts.get(part) ?? new Map<string, Float64Array>();
    const counters = own.get(hash) ?? new Float64Array(probes);
    parts.set(part, own);
    own.set(hash, counters);
    return counters;
  };
  return {
    counters: sums,
    change(part, hash, probes, { probe, before, now, isCorrection }) {
      if (now < before && !parts.get(part)?.has(hash)) {
        // Nothing of the file has run since, unless a reset came first.
        if (isCorrection || now === 0) return;
      }
      const own = countersOf(part, hash, probes);
      const sum = sums.get(hash) ?? new Float64Array(probes);
      sums.set(hash, sum);
      const since = own[probe] ?? 0;
      const isReset = now < before && !isCorrection;
      const next = isReset ? Math.max(0, since - before) + now : Math.max(0, since + now - before);
      own[probe] = next;
      sum[probe] = (sum[probe] ?? 0) + next - since;
    },
    move(from, to) {
      for (const [hash, counters] of parts.get(from) ?? []) {
        const own = countersOf(to, hash, counters.length);
        for (const [probe, counter] of counters.entries()) own[probe] = (own[probe] ?? 0) + counter;
      }
      parts.delete(from);
    },
  };
}
