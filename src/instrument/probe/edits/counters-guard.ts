/** Code that gets the counters in functions that may be called before the prelude has run. */

/**
 * Returns an expression that gets the counters unless the prelude has already run.
 *
 * @param counters the counters variable
 */
export function countersGuard(counters: string): string {
  return `${counters}||${counters}_()`;
}
