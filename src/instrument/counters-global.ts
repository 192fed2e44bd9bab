/** Names that instrumented code and the runtime agree on. */

/** Name of the global function that instrumented code calls to get its counters. The runtime defines it. */
export const COUNTERS_GLOBAL = '__covermain__';

/**
 * Name of an optional method of the counters. Instrumented code calls it on every 256th iteration of a loop, so that
 * the runtime can act while the event loop is blocked.
 */
export const LOOP_CHECK = 'beat';
