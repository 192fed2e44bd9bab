/** Probes in functions that may be called before the file itself has run. */

/** Makes sure that there are counters where the prelude may not have run. */
export function countersGuard(counters: string): string {
  return `${counters}||${counters}_()`;
}
