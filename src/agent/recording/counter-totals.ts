/**
 * Sums the counters of a process since its start into 64-bit totals. Counters in slabs are 32-bit: they only grow, and
 * wrap around at 2^32. No hit is lost as long as they are read more often than they can wrap around.
 */
import type { FileCounters } from '../../profile/model/counters-profile.js';
import { type Slab, slabEntriesOf, slabKeyOf } from '../../runtime/threads/slab.js';

/** Hits of each probe, by the hash of the meta. */
export type TotalsByMeta = ReadonlyMap<string, Float64Array>;

export interface CounterTotals {
  /** Adds a slab. Ignores a slab that was added before. */
  add(slab: Slab): void;
  /** Reads all slabs. @returns whether anything has changed since the previous reading */
  read(): boolean;
  /** Totals as of the last reading. Later readings change these arrays. */
  readonly totals: TotalsByMeta;
}

interface Reading {
  readonly counters: Uint32Array;
  /** Values of the counters at the last reading. */
  readonly seen: Uint32Array;
  readonly total: Float64Array;
}

export function openCounterTotals(): CounterTotals {
  const slabs = new Map<string, Slab>();
  const readings = new Map<string, Reading[]>();
  const totals = new Map<string, Float64Array>();
  const totalOf = (meta: string, probes: number) => {
    const total = totals.get(meta) ?? new Float64Array(probes);
    totals.set(meta, total);
    return total;
  };
  /** Adds the files that were loaded since the last reading. @returns whether there are any */
  const discover = (slab: Slab, known: Reading[]) => {
    const entries = slabEntriesOf(slab, known.length);
    for (const { meta, counters } of entries) {
      const { length } = counters;
      known.push({ counters, seen: new Uint32Array(length), total: totalOf(meta, length) });
    }
    return entries.length > 0;
  };
  return {
    totals,
    add(slab) {
      const key = slabKeyOf(slab);
      if (slabs.has(key)) return;
      slabs.set(key, slab);
      readings.set(key, []);
    },
    read() {
      let hasChanged = false;
      for (const [key, slab] of slabs) {
        const known = readings.get(key) ?? [];
        hasChanged = discover(slab, known) || hasChanged;
        for (const reading of known) hasChanged = readCounters(reading) || hasChanged;
      }
      return hasChanged;
    },
  };
}

/**
 * Adds what the counters have grown by. Reads each counter only once, because the app goes on counting: the value that is
 * added and the value that is remembered must be the same.
 */
function readCounters({ counters, seen, total }: Reading): boolean {
  let hasChanged = false;
  for (let index = 0; index < counters.length; index++) {
    const now = counters[index] as number;
    const before = seen[index] as number;
    if (now === before) continue;
    seen[index] = now;
    total[index] = (total[index] as number) + ((now - before) >>> 0);
    hasChanged = true;
  }
  return hasChanged;
}

/** Returns a copy of the current totals, to be used as a baseline. */
export function copyTotals(totals: TotalsByMeta): TotalsByMeta {
  return new Map([...totals].map(([meta, total]) => [meta, total.slice()]));
}

const NONE = new Float64Array();

/** Returns the hits since a baseline was taken. */
export function countedSince(totals: TotalsByMeta, baseline: TotalsByMeta): readonly FileCounters[] {
  return [...totals].map(([meta, total]) => {
    const counters = total.slice();
    const before = baseline.get(meta) ?? NONE;
    // A loop, because a callback for each counter would take most of the time of a dump.
    for (let index = 0; index < before.length; index++)
      counters[index] = (counters[index] as number) - (before[index] as number);
    return { meta, counters };
  });
}
