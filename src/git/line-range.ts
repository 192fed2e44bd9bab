/** Lines in a row. */
export interface LineRange {
  /** From 1. */
  readonly first: number;
  /** The last that is meant, `Infinity` for all that follow. */
  readonly last: number;
}

/** Those of the lines that are in a range. Both are in their order, and no two ranges overlap. */
export function linesIn(ranges: readonly LineRange[], lines: readonly number[]): readonly number[] {
  let index = 0;
  return lines.filter((line) => {
    while ((ranges[index]?.last ?? Infinity) < line) index++;
    return (ranges[index]?.first ?? Infinity) <= line;
  });
}
