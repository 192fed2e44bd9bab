/** Computes how each item of a file is marked. */
import type { MarkLayout } from './mark-layout.js';

/** How a part of a line is marked. The last three are those of a comparison of two sessions. */
export type MarkClass =
  | 'missed-statement'
  | 'missed-function'
  | 'missed-branch'
  | 'first'
  | 'second'
  | 'both';

/** Marks by the numbers that `markItems` returns. */
export const MARK_CLASSES: readonly (MarkClass | undefined)[] = [
  undefined,
  'missed-statement',
  'missed-function',
  'missed-branch',
  'first',
  'second',
  'both',
];

const [STATEMENT, FUNCTION, ARM, FIRST, SECOND, BOTH] = [1, 2, 3, 4, 5, 6];

/** Whether a number of `markItems` stands for code that did not run. */
export function isMissedMark(mark: number): boolean {
  return mark >= STATEMENT && mark <= ARM;
}

/**
 * Returns the index in `MARK_CLASSES` of each item.
 *
 * @param counts of one layer, or of the two layers of a comparison
 */
export function markItems(
  { items, parents, order }: MarkLayout,
  [first, second]: readonly Float64Array[],
): Uint8Array {
  const marks = new Uint8Array(items.length);
  for (const item of order) {
    const [one, other] = [first?.[item] ?? 0, second?.[item] ?? 0];
    if (one > 0 || other > 0) marks[item] = second ? compareCounts(one, other) : 0;
    else {
      const kind = items[item]?.kind;
      // A branch or function in code that was not reached is marked as this code.
      const around = marks[parents[item] ?? -1] ?? 0;
      if (kind === 'statement') marks[item] = STATEMENT;
      else if (isMissedMark(around)) marks[item] = around;
      else marks[item] = kind === 'arm' ? ARM : FUNCTION;
    }
  }
  return marks;
}

function compareCounts(first: number, second: number): number {
  if (first > 0 && second > 0) return BOTH;
  return first > 0 ? FIRST : SECOND;
}
