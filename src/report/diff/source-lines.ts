/** Lines that git tells as JavaScript counts them: the two end lines otherwise. */
import { type LineRange, linesIn } from '../../git/line-range.js';

/** A line break that Babel knows and git does not. */
const OTHER_BREAK = /\r(?!\n)|[\u2028\u2029]/;
const ANY_BREAK = /\r\n|[\n\r\u2028\u2029]/g;

/**
 * Lines as JavaScript counts them. Git's end with a line feed; where there are other line breaks in a file, one of them
 * is several.
 *
 * @param ranges in git's lines
 */
export function toSourceLines(source: string, ranges: readonly LineRange[]): readonly LineRange[] {
  if (!OTHER_BREAK.test(source)) return ranges;
  let next = 1;
  const all = source.split('\n').map((text) => {
    const first = next;
    next += `${text}\n`.match(ANY_BREAK)?.length ?? 1;
    return { first, last: next - 1 };
  });
  const changed = new Set(
    linesIn(
      ranges,
      all.map((_, index) => index + 1),
    ),
  );
  return all.filter((_, index) => changed.has(index + 1));
}
