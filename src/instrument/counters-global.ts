/** Names that instrumented code and the runtime agree on. */

/** Name of the global function that instrumented code calls to get its counters. The runtime defines it. */
export const COUNTERS_GLOBAL = '__covermain__';

/** Matches the call by which instrumented code gets its counters: with the hash of a meta. */
const COUNTERS_CALL = new RegExp(`\\b${COUNTERS_GLOBAL}\\(["'][0-9a-f]{32}["'],`);

/** Whether a text has counters already. */
export function hasCounters(code: string): boolean {
  return code.includes(COUNTERS_GLOBAL) && COUNTERS_CALL.test(code);
}

/** A loop with calls, other slow nodes or inner loops checks when these bits of its count are 0: on every 256th iteration. */
export const FREQUENT_CHECK_MASK = 255;

/**
 * Name of an optional method of the counters. Instrumented code calls it in loops now and then, so that the runtime can
 * act while the event loop is blocked.
 */
export const LOOP_CHECK = 'beat';
