/** Finds lines that did not run, or ran partly. */
import type { LineMarks } from './line-marks.js';

/**
 * Returns the next missed or partial line in a direction.
 *
 * @param from line after which the search begins, or before which for -1
 * @returns `undefined` if there is none
 */
export function nextMissedLine(marks: LineMarks, from: number, direction: 1 | -1): number | undefined {
  const count = marks.layout.beginning.length;
  for (let line = from + direction; line >= 1 && line <= count; line += direction) {
    const state = marks.stateOf(line);
    if (state === 'missed' || state === 'partial') return line;
  }
  return undefined;
}
