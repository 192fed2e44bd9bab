/** Compares ranges of a source. */
import type { Range } from './file-meta.js';

/** Orders ranges by their start; of ranges with the same start, the outer one comes first. */
export function outerFirst(one: Range, other: Range): number {
  return compareStarts(one, other) || compareEnds(other, one);
}

/** Orders ranges by their start alone. */
export function compareStarts([line, column]: Range, [otherLine, otherColumn]: Range): number {
  return line - otherLine || column - otherColumn;
}

/** Whether the outer range contains all of the inner one. Equal ranges contain each other. */
export function isWithin(inner: Range, outer: Range): boolean {
  return compareStarts(outer, inner) <= 0 && compareEnds(inner, outer) <= 0;
}

/** Whether the first range starts before the second one ends. */
export function beginsBeforeEnd([line, column]: Range, [, , endLine, endColumn]: Range): boolean {
  return line < endLine || (line === endLine && column < endColumn);
}

function compareEnds([, , line, column]: Range, [, , otherLine, otherColumn]: Range): number {
  return line - otherLine || column - otherColumn;
}
