/** The global function that counting text asks for its counters: the instrumenter writes its name, the runtime sets it. */
export const COUNTERS_GLOBAL = '__covermain__';
