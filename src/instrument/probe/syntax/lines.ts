/** Converts offsets into a source text to lines and columns. */
import type { Range } from '../../../profile/model/file-meta.js';

/** Offsets into the source, in UTF-16 units; `end` is exclusive. */
export interface SourceSpan {
  readonly start: number;
  readonly end: number;
}

/** `line` starts at 1; `column` starts at 0 and counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Lines {
  /** Returns the position of an offset. */
  readonly positionOf: (offset: number) => Position;
  /** Returns the range of a span: start line and column, end line and column. */
  readonly rangeOf: (span: SourceSpan) => Range;
  /** Offset at which each line starts. */
  readonly starts: readonly number[];
}

/** Returns the lines of a text. Lines end where Babel ends them. */
export function findLines(source: string): Lines {
  const starts = findStarts(source);
  /** Index of the line that was found last: most offsets are on this line or the next one. */
  let last = 0;
  const isOnLine = (offset: number, line: number) =>
    offset >= (starts[line] ?? Number.POSITIVE_INFINITY) &&
    offset < (starts[line + 1] ?? Number.POSITIVE_INFINITY);
  const lineOf = (offset: number): number => {
    if (!isOnLine(offset, last)) last = isOnLine(offset, last + 1) ? last + 1 : findLine(starts, offset);
    return last;
  };
  const columnOf = (offset: number, line: number) => offset - (starts[line] ?? 0);
  return {
    starts,
    positionOf(offset) {
      const line = lineOf(offset);
      return { line: line + 1, column: columnOf(offset, line) };
    },
    rangeOf({ start, end }) {
      const line = lineOf(start);
      const endLine = lineOf(end);
      return [line + 1, columnOf(start, line), endLine + 1, columnOf(end, endLine)];
    },
  };
}

/** Returns the index of the line that contains an offset. */
function findLine(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line breaks other than the usual one. */
const RARE_BREAK = /[\r\u2028\u2029]/;

/** Returns 0 and the offset after each line break that Babel recognizes. */
function findStarts(source: string): number[] {
  const starts = [0];
  if (!RARE_BREAK.test(source)) {
    // A native search is faster than a loop.
    for (let end = source.indexOf('\n'); end !== -1; end = source.indexOf('\n', end + 1))
      starts.push(end + 1);
    return starts;
  }
  for (let offset = 0; offset < source.length; offset++) {
    const code = source.charCodeAt(offset);
    const isBreak = code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
    if (isBreak && !(code === 0x0d && source.charCodeAt(offset + 1) === 0x0a)) starts.push(offset + 1);
  }
  return starts;
}
