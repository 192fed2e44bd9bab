/** Converts Git's line numbers to JavaScript's. */
import { linesIn } from '../../git/line-range.js';
import type { LineRange } from '../../view/line-ranges.js';

/** Line breaks of JavaScript that Git does not know. */
const OTHER_BREAK = /\r(?!\n)|[\u2028\u2029]/;
const ANY_BREAK = /\r\n|[\n\r\u2028\u2029]/g;

/**
 * Converts line ranges. Git ends lines at line feeds only, so one of its lines is several of JavaScript's if it
 * contains other line breaks.
 *
 * @param ranges line ranges as Git counts them
 * @returns line ranges as JavaScript counts them
 */
export function toSourceLines(source: string, ranges: readonly LineRange[]): readonly LineRange[] {
  if (!OTHER_BREAK.test(source)) return ranges;
  let next = 1;
  const lines = source.split('\n').map((text) => {
    const first = next;
    next += `${text}\n`.match(ANY_BREAK)?.length ?? 1;
    return { first, last: next - 1 };
  });
  const changed = new Set(
    linesIn(
      ranges,
      lines.map((_, index) => index + 1),
    ),
  );
  return lines.filter((_, index) => changed.has(index + 1));
}
