/** Selects lines by ranges. */
import type { LineRange } from '../view/line-ranges.js';

/** Returns the lines that are in a range. Both arguments must be sorted, and ranges must not overlap. */
export function linesIn(ranges: readonly LineRange[], lines: readonly number[]): readonly number[] {
  let index = 0;
  return lines.filter((line) => {
    while ((ranges[index]?.last ?? Infinity) < line) index++;
    return (ranges[index]?.first ?? Infinity) <= line;
  });
}
