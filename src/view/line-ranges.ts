/** Joins line numbers to ranges. */

/** A range of consecutive lines. */
export interface LineRange {
  /** First line, 1-based. */
  readonly first: number;
  /** Last line, inclusive; `Infinity` for all that follow. */
  readonly last: number;
}

/** Returns the ranges of consecutive lines. @param lines in ascending order; a line may be repeated */
export function joinLines(lines: readonly number[]): readonly LineRange[] {
  const ranges: LineRange[] = [];
  for (const line of lines) {
    const range = ranges.at(-1);
    if (range && line <= range.last + 1) ranges[ranges.length - 1] = { first: range.first, last: line };
    else ranges.push({ first: line, last: line });
  }
  return ranges;
}

/** Returns `12`, or a range such as `12-15`. */
export function formatLineRange({ first, last }: LineRange): string {
  return first === last ? `${first}` : `${first}-${last}`;
}
