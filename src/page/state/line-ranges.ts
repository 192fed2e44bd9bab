/** Groups line numbers into ranges. */

export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Returns the ranges of consecutive lines. @param lines ascending */
export function groupLines(lines: readonly number[]): readonly LineRange[] {
  const ranges: { first: number; last: number }[] = [];
  for (const line of lines) {
    const previous = ranges.at(-1);
    if (previous && line <= previous.last + 1) previous.last = Math.max(previous.last, line);
    else ranges.push({ first: line, last: line });
  }
  return ranges;
}

/** Returns `12` or `12–15`. */
export function formatLineRange({ first, last }: LineRange): string {
  return first === last ? String(first) : `${first}–${last}`;
}
