/** The alias of the counters in a function with several probes. */

/** @param counters name of the counters variable, which the source does not use, not even as a part of a name */
export function aliasOf(counters: string): string {
  return `${counters}$`;
}
