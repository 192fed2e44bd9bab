/** Lines in a row. */
export interface LineRange {
  /** From 1. */
  readonly first: number;
  /** The last that is meant, `Infinity` for all that follow. */
  readonly last: number;
}

/** Whether a line is one of those. */
export function hasLine(ranges: readonly LineRange[], line: number): boolean {
  return ranges.some(({ first, last }) => first <= line && line <= last);
}
