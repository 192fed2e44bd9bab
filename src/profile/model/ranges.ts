/** How two stretches of a source lie to each other. */
import type { Range } from './file-meta.js';

/** For sorting: what begins first in front, and of what begins together the outer one. */
export function outerFirst(one: Range, other: Range): number {
  return compareStarts(one, other) || compareEnds(other, one);
}

export function compareStarts([line, column]: Range, [otherLine, otherColumn]: Range): number {
  return line - otherLine || column - otherColumn;
}

/** Whether the outer one has all of the inner one; they may be the same. */
export function isWithin(inner: Range, outer: Range): boolean {
  return compareStarts(outer, inner) <= 0 && compareEnds(inner, outer) <= 0;
}

/** Whether the one begins before the other ends. */
export function beginsBeforeEnd([line, column]: Range, [, , endLine, endColumn]: Range): boolean {
  return line < endLine || (line === endLine && column < endColumn);
}

function compareEnds([, , line, column]: Range, [, , otherLine, otherColumn]: Range): number {
  return line - otherLine || column - otherColumn;
}
