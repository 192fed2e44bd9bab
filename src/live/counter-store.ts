/**
 * Keeps the sums of the counters of all processes of a run. Each process is a part of the sums, so that its counters can be
 * replaced without reading those of the others.
 */
import { addToList } from '../platform/add-to-list.js';
import type { FileCounters } from '../profile/model/counters-profile.js';
import { type FileMeta, MAX_COUNT } from '../profile/model/file-meta.js';
import { recordLatestTime } from '../profile/model/latest-times.js';
import type { Totals } from '../profile/model/totals.js';
import { type CountersSince, openCountersSince } from './counters-since.js';

/** Pairs of a probe and its counter. */
export type ProbeCounters = readonly (readonly [probe: number, counter: number])[];

/** The counters of one process, or of several. */
export interface CounterPart {
  /** Sets some counters of a file. Ignores a file without a meta, and probes that the meta does not have. @param time ISO time */
  readonly set: (meta: string, counters: ProbeCounters, time: string) => void;
  /** Replaces all counters. @param change `correction`: the former counters were not exact, so nothing ran */
  readonly replace: (files: readonly FileCounters[], time: string, change?: 'counted' | 'correction') => void;
  /** Adds counters. */
  readonly add: (files: readonly FileCounters[], time: string) => void;
  /** Takes over the counters of another part, which is empty afterwards. */
  readonly absorb: (other: CounterPart) => void;
  readonly counters: Map<string, Float64Array>;
}

export interface CounterStore {
  /** The sums. Later changes are made in them. */
  readonly totals: Totals;
  /** Hashes of the metas of each path. */
  readonly hashesByPath: ReadonlyMap<string, readonly string[]>;
  /** Adds a meta. Ignores one that is known. @throws Error if the run has too many counters */
  readonly addMeta: (hash: string, meta: FileMeta) => void;
  readonly createPart: () => CounterPart;
  /** Starts to count what runs from now on. */
  readonly countSinceNow: () => CountersSince;
  /** Ends what `countSinceNow` has started. */
  readonly forget: (since: CountersSince) => void;
}

/**
 * Maximum number of counters of a run. A program that pretends to be an agent can name millions of them in a few bytes, and each
 * process has its own.
 */
const MAX_COUNTERS = 2 ** 26;

/** @param onTouch is called with each path whose counters have changed, or that is new */
export function openCounterStore(onTouch: (path: string) => void): CounterStore {
  const metas = new Map<string, FileMeta>();
  const sums = new Map<string, Float64Array>();
  const lastCounted = new Map<string, string>();
  const hashesByPath = new Map<string, string[]>();
  const marks = new Set<CountersSince>();
  const parts = new Set<ReadonlyMap<string, Float64Array>>();
  let probes = 0;

  /** Returns the sum of a probe after one of its counters has changed. */
  const sumAfter = (hash: string, probe: number, sum: number, growth: number) => {
    // A sum that is too large for exact arithmetic does not tell what is left of it.
    if (sum < MAX_COUNT && sum + growth < MAX_COUNT) return Math.max(0, sum + growth);
    let total = 0;
    for (const part of parts) total += part.get(hash)?.[probe] ?? 0;
    return Math.min(MAX_COUNT, total);
  };

  /** Changes counters of a part from what they were to what they are. */
  const change = (
    own: Map<string, Float64Array>,
    hash: string,
    counters: Iterable<readonly [number, number]>,
    isCorrection = false,
  ) => {
    const meta = metas.get(hash);
    if (!meta) return;
    let [part, sum] = [own.get(hash), undefined as Float64Array | undefined];
    let hasChanged = false;
    for (const [probe, now] of counters) {
      const before = part?.[probe] ?? 0;
      if (before === now || probe >= meta.probes) continue;
      // Files that have not run take no memory.
      part ??= takeCounters(own, hash, meta);
      sum ??= takeCounters(sums, hash, meta);
      part[probe] = now;
      sum[probe] = sumAfter(hash, probe, sum[probe] ?? 0, now - before);
      for (const mark of marks) mark.change(own, hash, meta.probes, { probe, before, now, isCorrection });
      hasChanged = true;
    }
    if (hasChanged) onTouch(meta.path);
  };

  const createPart = (): CounterPart => {
    const own = new Map<string, Float64Array>();
    parts.add(own);
    return {
      counters: own,
      set(hash, counters, time) {
        if (!metas.has(hash)) return;
        recordLatestTime(lastCounted, hash, time);
        change(own, hash, counters);
      },
      replace(files, time, kind = 'counted') {
        const next = new Map(files.map(({ meta, counters }) => [meta, counters]));
        for (const [hash, counters] of own)
          if (!next.has(hash)) change(own, hash, zerosOf(counters), kind === 'correction');
        for (const [hash, counters] of next) {
          recordLatestTime(lastCounted, hash, time);
          change(own, hash, entriesOf(counters), kind === 'correction');
        }
      },
      add(files, time) {
        for (const { meta, counters } of files) {
          recordLatestTime(lastCounted, meta, time);
          const before = own.get(meta);
          change(own, meta, entriesOf(counters, before));
        }
      },
      absorb(other) {
        for (const [hash, counters] of other.counters) {
          const part = own.get(hash);
          if (part)
            for (const [probe, counter] of counters.entries())
              part[probe] = Math.min(MAX_COUNT, (part[probe] ?? 0) + counter);
          else own.set(hash, counters);
        }
        other.counters.clear();
        parts.delete(other.counters);
        for (const mark of marks) mark.move(other.counters, own);
      },
    };
  };

  return {
    totals: { metas, sums, lastCounted },
    hashesByPath,
    addMeta(hash, meta) {
      if (metas.has(hash)) return;
      if (probes + meta.probes > MAX_COUNTERS)
        throw new Error(`the files of the run have more than ${MAX_COUNTERS} counters`);
      probes += meta.probes;
      metas.set(hash, meta);
      addToList(hashesByPath, meta.path, hash);
      onTouch(meta.path);
    },
    createPart,
    countSinceNow() {
      const since = openCountersSince();
      marks.add(since);
      return since;
    },
    forget: (since) => marks.delete(since),
  };
}

/** Returns the counters of a file. Adds them if there are none. */
function takeCounters(all: Map<string, Float64Array>, hash: string, { probes }: FileMeta): Float64Array {
  const counters = all.get(hash) ?? new Float64Array(probes);
  all.set(hash, counters);
  return counters;
}

function* zerosOf({ length }: ArrayLike<number>): Iterable<readonly [number, number]> {
  for (let probe = 0; probe < length; probe++) yield [probe, 0];
}

/** @param base counters to add. @default none */
function* entriesOf(
  counters: ArrayLike<number>,
  base?: ArrayLike<number>,
): Iterable<readonly [number, number]> {
  for (let probe = 0; probe < counters.length; probe++)
    yield [probe, Math.min(MAX_COUNT, (counters[probe] ?? 0) + (base?.[probe] ?? 0))];
}
