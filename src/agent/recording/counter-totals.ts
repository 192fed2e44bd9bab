/**
 * What a process has counted since it began, in 64-bit totals. Counters in slabs are words that only ever grow and
 * wrap around at 2^32; whoever reads them often enough loses nothing by that.
 */
import type { FileCounters } from '../../profile/model/counters-profile.js';
import { type Slab, slabEntriesOf, slabIdOf } from '../../runtime/threads/slab.js';

/** By the hash of the meta: of each of its probes how often it was passed. */
export type TotalsByMeta = ReadonlyMap<string, Float64Array>;

export interface CounterTotals {
  /** A slab that it has already is passed over. */
  add(slab: Slab): void;
  /** Reads all slabs. @returns whether anything has changed since it was read before */
  read(): boolean;
  /** As they were last read; they go on growing. */
  readonly totals: TotalsByMeta;
}

interface Reading {
  readonly counters: Uint32Array;
  /** What the counters were when they were last read. */
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
  /** Files that have come since. @returns whether there are any */
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
      const { thread, number } = slabIdOf(slab);
      const id = `${thread}.${number}`;
      if (slabs.has(id)) return;
      slabs.set(id, slab);
      readings.set(id, []);
    },
    read() {
      let hasChanged = false;
      for (const [id, slab] of slabs) {
        const known = readings.get(id) ?? [];
        hasChanged = discover(slab, known) || hasChanged;
        for (const reading of known) hasChanged = readCounters(reading) || hasChanged;
      }
      return hasChanged;
    },
  };
}

/** Each counter is read once, since the app counts on: what it is taken for is what is remembered. */
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

/** What totals are at this moment, to count from later. */
export function copyTotals(totals: TotalsByMeta): TotalsByMeta {
  return new Map([...totals].map(([meta, total]) => [meta, total.slice()]));
}

const NONE = new Float64Array();

/** What was counted since a baseline was taken. */
export function countedSince(totals: TotalsByMeta, baseline: TotalsByMeta): readonly FileCounters[] {
  return [...totals].map(([meta, total]) => {
    const counters = total.slice();
    const before = baseline.get(meta) ?? NONE;
    // A loop: a function for each would take most of the time that a dump takes.
    for (let index = 0; index < before.length; index++)
      counters[index] = (counters[index] as number) - (before[index] as number);
    return { meta, counters };
  });
}
