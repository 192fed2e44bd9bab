/** The global function that counting text asks for its counters: the instrumenter writes its name, the runtime sets it. */
export const COUNTERS_GLOBAL = '__covermain__';

/**
 * A method that counters may have, which counting text calls at every 256th pass of a loop: so the runtime gets a word in
 * while the event loop does not turn.
 */
export const LOOP_CHECK = 'beat';
