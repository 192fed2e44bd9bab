/** How often lines ran, and which of them were changed. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { type LineRange, linesIn } from '../../git/line-range.js';

/**
 * By Istanbul's rule: a line on which statements begin ran as often as the one of them that ran most. Lines are in
 * their order.
 */
export function countLines({ statementMap, s }: Pick<FileCoverageData, 'statementMap' | 's'>): LineCounts {
  const counts = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap))
    counts.set(start.line, Math.max(counts.get(start.line) ?? 0, s[id] ?? 0));
  return new Map([...counts].sort(([one], [other]) => one - other));
}

/** By line, from 1. */
export type LineCounts = ReadonlyMap<number, number>;

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
