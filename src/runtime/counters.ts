/** Returns the counters of this thread to instrumented code, which requests them when it is loaded. */

import { COUNTERS_GLOBAL, LOOP_CHECK } from '../instrument/counters-global.js';
import { threadId } from '../platform/this-thread.js';
import { allocateCounters, newSlab, type Slab, type SlabRequest } from './threads/slab.js';

/** Returns the counters of a source, always the same array for the same meta. */
export type CountersOf = (meta: string, probes: number) => Uint32Array;

/**
 * Installs the global function by which instrumented code gets its counters.
 *
 * @param onSlab is called with each new slab, before anything is counted in it
 * @param onActivity is called when a source is loaded, and now and then while loops run. Returns whether loops have to
 *   continue to call it
 */
export function installCounters(onSlab: (slab: Slab) => void, onActivity?: () => boolean): CountersOf {
  const loaded = new Map<string, Uint32Array>();
  let slab: Slab | undefined;
  let slabCount = 0;
  /** Called by loops. V8 compiles a loop that has never called it without the call, which would slow down the loop. */
  let loopCheck = onActivity && (() => void act());
  const act = () => {
    if (onActivity?.() || !loopCheck) return;
    loopCheck = undefined;
    for (const counters of loaded.values()) Object.assign(counters, { [LOOP_CHECK]: undefined });
  };
  const allocate = (request: SlabRequest): Uint32Array => {
    const counters = slab && allocateCounters(slab, request);
    if (counters) return counters;
    slab = newSlab(request, { thread: threadId(), number: slabCount });
    slabCount += 1;
    onSlab(slab);
    return allocate(request);
  };
  /** @param args hash and number of counters of each source. A file that is loaded again shares the first one's counters. */
  const countersOf = (...args: readonly (string | number)[]): Uint32Array => {
    const key = args.join();
    const known = loaded.get(key);
    act();
    if (known) return known;
    const counters = allocate(toSlabRequest(args));
    loaded.set(key, counters);
    return Object.assign(counters, { [LOOP_CHECK]: loopCheck });
  };
  Object.defineProperty(globalThis, COUNTERS_GLOBAL, { value: countersOf, configurable: true });
  return countersOf;
}

function toSlabRequest(args: readonly (string | number)[]): SlabRequest {
  return Array.from({ length: args.length / 2 }, (_, index) => ({
    meta: String(args[2 * index]),
    probes: Number(args[2 * index + 1]),
  }));
}
