/** The comment that marks inserted brackets, which the source could contain as well. */

/** @param counters name of the counters variable, which the source does not use */
export function insertionMark(counters: string): string {
  return `/*${counters}*/`;
}
