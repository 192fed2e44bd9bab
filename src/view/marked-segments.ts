/** Finds the marked parts of a line. */
import { MARK_CLASSES, type MarkClass } from './item-marks.js';
import type { Piece } from './mark-layout.js';

/** A marked part of a line. Columns count UTF-16 units from 0. */
export interface MarkedSegment {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly mark: MarkClass;
}

export interface SegmentWindow {
  /** First column. */
  readonly from: number;
  /** Last column, exclusive. */
  readonly to: number;
  /** Most segments that are returned. */
  readonly limit: number;
}

/**
 * Returns the segments in a part of a line. Adjacent pieces with the same mark are one segment.
 *
 * @param pieces disjoint, in the order of columns
 * @param marks index in `MARK_CLASSES` of each item
 */
export function findSegments(
  pieces: readonly Piece[],
  marks: Uint8Array,
  { from, to, limit }: SegmentWindow,
): readonly MarkedSegment[] {
  const segments: MarkedSegment[] = [];
  for (let index = firstEndingAfter(pieces, from); index < pieces.length; index++) {
    const piece = pieces[index] as Piece;
    if (piece.start >= to) break;
    const mark = MARK_CLASSES[marks[piece.item] ?? 0];
    if (mark === undefined) continue;
    const [start, end] = [Math.max(piece.start, from), Math.min(piece.end, to)];
    const last = segments.at(-1);
    if (last?.end === start && last.mark === mark)
      segments[segments.length - 1] = { start: last.start, end, mark };
    else if (segments.length < limit) segments.push({ start, end, mark });
    else break;
  }
  return segments;
}

function firstEndingAfter(pieces: readonly Piece[], column: number): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as Piece).end > column) high = middle;
    else low = middle + 1;
  }
  return low;
}
