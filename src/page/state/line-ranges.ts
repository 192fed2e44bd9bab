/** Groups line numbers into ranges. */

export interface LineGroup {
  readonly first: number;
  readonly last: number;
}

/** Returns the ranges of consecutive lines. @param lines ascending */
export function groupLines(lines: readonly number[]): readonly LineGroup[] {
  const ranges: { first: number; last: number }[] = [];
  for (const line of lines) {
    const previous = ranges.at(-1);
    if (previous && line <= previous.last + 1) previous.last = Math.max(previous.last, line);
    else ranges.push({ first: line, last: line });
  }
  return ranges;
}

/** Returns `12` or `12–15`. */
export function formatLineGroup({ first, last }: LineGroup): string {
  return first === last ? String(first) : `${first}–${last}`;
}
