/** Cuts a line into spans that each have one syntax class and one mark. */
import type { MarkClass } from './item-marks.js';
import type { MarkedSegment } from './marked-segments.js';
import { toVisibleParts } from './visible-parts.js';

/** A token of the highlighter. Columns count UTF-16 units from 0. */
export interface SyntaxToken {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly name: string;
}

export interface LineSpan {
  readonly text: string;
  /** Class of its syntax; empty for none. */
  readonly syntax: string;
  readonly mark: MarkClass | undefined;
  /** Number of UTF-16 units that it shows. */
  readonly width: number;
  /** Whether it shows the escape of an invisible character. */
  readonly isEscape: boolean;
}

/** Part of a line to show: from a column to another one (exclusive). */
export interface ColumnWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * Returns the spans of a part of a line.
 *
 * @param tokens disjoint, in the order of columns
 * @param segments disjoint, in the order of columns
 */
export function cutLine(
  line: string,
  tokens: readonly SyntaxToken[],
  segments: readonly MarkedSegment[],
  { from, to }: ColumnWindow,
): readonly LineSpan[] {
  const spans: LineSpan[] = [];
  const end = Math.min(to, line.length);
  let [token, segment] = [0, 0];
  for (let column = Math.max(from, 0); column < end; ) {
    while ((tokens[token]?.end ?? Number.POSITIVE_INFINITY) <= column) token++;
    while ((segments[segment]?.end ?? Number.POSITIVE_INFINITY) <= column) segment++;
    const [syntax, mark] = [tokens[token], segments[segment]];
    const next = wholeCharacter(
      line,
      Math.min(end, boundary(syntax, column, end), boundary(mark, column, end)),
      end,
    );
    for (const { text, isEscape, width } of toVisibleParts(line.slice(column, next)))
      spans.push({
        text,
        isEscape,
        width,
        syntax: syntax && syntax.start <= column ? syntax.name : '',
        mark: mark && mark.start <= column ? mark.mark : undefined,
      });
    column = next;
  }
  return spans;
}

/** Returns the next column after `column` at which a range begins or ends. */
function boundary(range: { start: number; end: number } | undefined, column: number, end: number): number {
  if (!range) return end;
  return range.start > column ? range.start : range.end;
}

/** Returns a column that does not divide a character of two units. */
function wholeCharacter(line: string, column: number, end: number): number {
  const isDivided =
    column < end &&
    isSurrogate(line.charCodeAt(column - 1), 0xd800) &&
    isSurrogate(line.charCodeAt(column), 0xdc00);
  return isDivided ? column + 1 : column;
}

/** @param first first high or low surrogate */
function isSurrogate(unit: number, first: number): boolean {
  return unit >= first && unit < first + 0x400;
}
