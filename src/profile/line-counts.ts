/** How often lines ran. */
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';

/** What a line's count is read from. */
type StatementCounts = Pick<FileCoverageData, 'statementMap' | 's'>;

/**
 * How often a line ran: as often as the statement that begins on it, of several the one that ran most, as Istanbul has
 * it; of a line in the midst of a statement, as often as that, the innermost one.
 *
 * @param line from 1
 * @returns `undefined` for a line without code
 */
export function countAt({ statementMap, s }: StatementCounts, line: number): number | undefined {
  const statements = Object.entries(statementMap);
  const begun = statements.filter(([, { start }]) => start.line === line).map(([id]) => s[id] ?? 0);
  if (begun.length > 0) return Math.max(...begun);
  const around = statements.filter(([, { start, end }]) => start.line < line && line <= end.line);
  const [innermost] = around.sort(([, one], [, other]) => sizeOf(one) - sizeOf(other));
  return innermost && s[innermost[0]];
}

function sizeOf({ start, end }: Location): number {
  return end.line - start.line;
}
