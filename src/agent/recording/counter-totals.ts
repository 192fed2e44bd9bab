/**
 * Sums the counters of a process since its start into 64-bit totals. Counters in slabs are 32-bit: they only grow, and
 * wrap around at 2^32. No hit is lost as long as they are read more often than they can wrap around.
 */
import type { FileCounters } from '../../profile/model/counters-profile.js';
import { type Slab, slabEntriesOf, slabKeyOf, threadOf } from '../../runtime/threads/slab.js';

/** Hits of each probe, by the hash of the meta. */
export type TotalsByMeta = ReadonlyMap<string, Float64Array>;

export interface CounterTotals {
  /** Adds a slab. Ignores a slab that was added before. */
  add(slab: Slab): void;
  /** Reads all slabs. @returns whether anything has changed since the previous reading */
  read(): boolean;
  /** Node's `threadId` of each thread that has a slab. */
  readonly threads: ReadonlySet<number>;
  /** Totals as of the last reading. Later readings change these arrays. */
  readonly totals: TotalsByMeta;
  /** Number of times that a reading found changed counters of a file in a slab, by the hash of its meta; missing if 0. */
  readonly changes: ReadonlyMap<string, number>;
}

interface Reading {
  readonly meta: string;
  readonly counters: Uint32Array;
  /** Values of the counters at the last reading: a part of the copy of the slab. */
  readonly seen: Uint32Array;
  readonly total: Float64Array;
}

interface KnownSlab {
  readonly slab: Slab;
  /** Copy of the counters of all known files as of the last reading, at the same offsets as in the slab. */
  readonly copy: ArrayBuffer;
  /** The known files, in the order of their counters. */
  readonly readings: Reading[];
  /** Bytes of the counters of all known files, in the slab and in the copy. */
  live: Uint8Array;
  seen: Uint8Array;
}

export function openCounterTotals(): CounterTotals {
  const slabs = new Map<string, KnownSlab>();
  const totals = new Map<string, Float64Array>();
  const changes = new Map<string, number>();
  const threads = new Set<number>();
  const totalOf = (meta: string, probes: number) => {
    const total = totals.get(meta) ?? new Float64Array(probes);
    totals.set(meta, total);
    return total;
  };
  /** Adds the files that were loaded since the last reading. @returns whether there are any */
  const discover = (known: KnownSlab) => {
    const { slab, copy, readings } = known;
    const entries = slabEntriesOf(slab, readings.length);
    for (const { meta, counters } of entries) {
      const { byteOffset, length } = counters;
      const seen = new Uint32Array(copy, byteOffset, length);
      readings.push({ meta, counters, seen, total: totalOf(meta, length) });
    }
    const [first, last] = [readings[0]?.counters, readings.at(-1)?.counters];
    if (entries.length === 0 || !first || !last) return false;
    const size = last.byteOffset + last.byteLength - first.byteOffset;
    known.live = new Uint8Array(slab, first.byteOffset, size);
    known.seen = new Uint8Array(copy, first.byteOffset, size);
    return true;
  };
  const readChanges = ({ readings, live, seen }: KnownSlab) => {
    // Most slabs have not changed, and this is 30 times as fast as a loop.
    if (Buffer.compare(live, seen) === 0) return false;
    let hasChanged = false;
    for (const reading of readings) {
      if (!readCounters(reading)) continue;
      hasChanged = true;
      changes.set(reading.meta, (changes.get(reading.meta) ?? 0) + 1);
    }
    return hasChanged;
  };
  return {
    totals,
    changes,
    threads,
    add(slab) {
      const key = slabKeyOf(slab);
      if (slabs.has(key)) return;
      threads.add(threadOf(slab));
      const copy = new ArrayBuffer(slab.byteLength);
      slabs.set(key, { slab, copy, readings: [], live: new Uint8Array(), seen: new Uint8Array() });
    },
    read() {
      let hasChanged = false;
      for (const known of slabs.values()) {
        hasChanged = discover(known) || hasChanged;
        hasChanged = readChanges(known) || hasChanged;
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
