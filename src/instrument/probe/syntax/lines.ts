/** Lines of a source text: offsets as positions. */
import type { Range } from '../../../profile/model/file-meta.js';

/** Offsets into the source, in UTF-16 units; `end` is exclusive. */
export interface SourceSpan {
  readonly start: number;
  readonly end: number;
}

/** `line` from 1, `column` from 0 in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Lines {
  readonly positionOf: (offset: number) => Position;
  readonly rangeOf: (span: SourceSpan) => Range;
  /** The offset at which each line begins. */
  readonly starts: readonly number[];
}

export function findLines(source: string): Lines {
  const starts = findStarts(source);
  const positionOf = (offset: number): Position => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) };
  };
  return {
    starts,
    positionOf,
    rangeOf({ start, end }) {
      const from = positionOf(start);
      const to = positionOf(end);
      return [from.line, from.column, to.line, to.column];
    },
  };
}

/** Behind each of Babel's line breaks. */
function findStarts(source: string): number[] {
  const starts = [0];
  for (let offset = 0; offset < source.length; offset++) {
    const code = source.charCodeAt(offset);
    const isBreak = code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
    if (isBreak && !(code === 0x0d && source.charCodeAt(offset + 1) === 0x0a)) starts.push(offset + 1);
  }
  return starts;
}
