/** The counters of this thread: what a probed file gets as it is loaded. */
import { threadId } from 'node:worker_threads';
import { COUNTERS_GLOBAL, LOOP_CHECK } from '../instrument/counters-global.js';
import { allocateCounters, newSlab, type Slab, type SlabRequest } from './threads/slab.js';

export interface ThreadCounters {
  /** The slabs of this thread, oldest first. */
  readonly slabs: readonly Slab[];
  /** Counters of a source; the same ones where they were asked for before. */
  countersOf(meta: string, probes: number): Uint32Array;
}

/**
 * @param share is given each new slab, before anything is counted in it
 * @param beat is called as a source is loaded, and now and then while loops run
 */
export function installCounters(share: (slab: Slab) => void, beat?: () => void): ThreadCounters {
  const slabs: Slab[] = [];
  const loaded = new Map<string, Uint32Array>();
  const allocateAnywhere = (asked: SlabRequest): Uint32Array => {
    const last = slabs.at(-1);
    const counters = last && allocateCounters(last, asked);
    if (counters) return counters;
    const slab = newSlab(asked, { thread: threadId, number: slabs.length });
    slabs.push(slab);
    share(slab);
    return allocateAnywhere(asked);
  };
  /** @param args hash and number of counters of each source. A file that is loaded again counts on: it is the same. */
  const countersOf = (...args: readonly (string | number)[]): Uint32Array => {
    const key = args.join();
    const known = loaded.get(key);
    beat?.();
    if (known) return known;
    const counters = allocateAnywhere(readAsked(args));
    loaded.set(key, counters);
    return beat ? Object.assign(counters, { [LOOP_CHECK]: beat }) : counters;
  };
  Object.defineProperty(globalThis, COUNTERS_GLOBAL, { value: countersOf, configurable: true });
  return { slabs, countersOf };
}

function readAsked(args: readonly (string | number)[]): SlabRequest {
  return Array.from({ length: args.length / 2 }, (_, index) => ({
    meta: String(args[2 * index]),
    probes: Number(args[2 * index + 1]),
  }));
}
