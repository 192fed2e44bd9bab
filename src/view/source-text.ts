/** Splits the text of a source into lines and finds positions in it. */
import type { ItemRange } from './file-items.js';

/** A source as lines. Offsets count UTF-16 units from the start of the text. */
export interface SourceText {
  /** Lines without their terminators. There is always one line. */
  readonly lines: readonly string[];
  /** Offset of the start of each line, and then the length of the text. */
  readonly starts: readonly number[];
}

/** Offsets of a range in a text. */
export interface TextSpan {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** Splits a text at the line terminators of JavaScript, as the lines of items are counted. */
export function splitSource(text: string): SourceText {
  // Lines and terminators in turn.
  const parts = text.split(/(\r\n|[\n\r\u2028\u2029])/);
  const lines: string[] = [];
  const starts: number[] = [];
  let start = 0;
  for (let index = 0; index < parts.length; index += 2) {
    const line = parts[index] ?? '';
    lines.push(line);
    starts.push(start);
    start += line.length + (parts[index + 1]?.length ?? 0);
  }
  starts.push(text.length);
  return { lines, starts };
}

/**
 * Returns the offsets of a range. Positions outside the text are moved into it.
 *
 * @returns `undefined` for a range that does not begin in the text. A range that ends before it begins is empty.
 */
export function spanOfRange(text: SourceText, range: ItemRange): TextSpan | undefined {
  const [startLine, startColumn, endLine, endColumn] = range;
  const start = offsetAt(text, startLine, startColumn);
  if (start === undefined) return undefined;
  const end = endLine > text.lines.length ? text.starts.at(-1) : offsetAt(text, endLine, endColumn);
  return { start, end: Math.max(start, end ?? start) };
}

/** @param line from 1 */
function offsetAt({ lines, starts }: SourceText, line: number, column: number): number | undefined {
  const [start, text] = [starts[line - 1], lines[line - 1]];
  if (start === undefined || text === undefined) return undefined;
  return start + Math.min(Math.max(Math.trunc(column) || 0, 0), text.length);
}
