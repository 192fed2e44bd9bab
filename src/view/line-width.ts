/** Estimates how wide lines are. */

/**
 * Returns about the width of the widest line in letters of a monospaced font.
 *
 * @param limit number of UTF-16 units of a line that are shown
 */
export function estimateWidth(lines: readonly string[], limit: number): number {
  let widest = 0;
  for (const line of lines) {
    let width = 0;
    for (let column = 0; column < line.length && column < limit; column++) {
      const unit = line.charCodeAt(column);
      if (unit === 9) width += 4;
      // Control characters are shown as escapes. Many letters after Latin, Greek and Cyrillic ones are wide.
      else if (unit < 32) width += 6;
      else width += unit < 0x1100 ? 1 : 2;
    }
    widest = Math.max(widest, width);
  }
  return widest;
}
