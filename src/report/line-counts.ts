/** How often lines ran. */
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';

/** By line, from 1, in their order. */
export type LineCounts = ReadonlyMap<number, number>;

/** By Istanbul's rule: a line on which statements begin ran as often as the one of them that ran most. */
export function countLines({ statementMap, s }: Pick<FileCoverageData, 'statementMap' | 's'>): LineCounts {
  const counts = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap))
    counts.set(start.line, Math.max(counts.get(start.line) ?? 0, s[id] ?? 0));
  return new Map([...counts].sort(([one], [other]) => one - other));
}

/** What the count of any line is read from. */
type Counts = Pick<FileCoverageData, 'statementMap' | 's' | 'fnMap' | 'f'>;

/** Something that goes over several lines. */
interface Stretch extends Location {
  readonly count: number;
  /** The last line that counts as it does, where nothing else is on it. */
  readonly last: number;
}

/**
 * How often a line ran: as `countLines` has it, else as often as the functions that begin on it. A line in the midst of a
 * statement, or of a function's parameters, ran as often as that, the innermost one.
 *
 * @param line from 1
 * @returns `undefined` for a line without code, such as the end of a function
 */
export function lineCountAt(file: Counts, line: number): number | undefined {
  const [statements, functions] = [statementsOf(file), functionsOf(file)];
  for (const stretches of [statements, functions]) {
    const begun = stretches.filter(({ start }) => start.line === line).map(({ count }) => count);
    if (begun.length > 0) return Math.max(...begun);
  }
  const around = [...statements, ...functions].filter(
    ({ start, end }) => start.line < line && line <= end.line,
  );
  const innermost = around.sort(innerFirst)[0];
  return innermost && line <= innermost.last ? innermost.count : undefined;
}

function statementsOf({ statementMap, s }: Counts): readonly Stretch[] {
  return Object.entries(statementMap).map(([id, { start, end }]) => {
    return { start, end, last: end.line, count: s[id] ?? 0 };
  });
}

function functionsOf({ fnMap, f }: Counts): readonly Stretch[] {
  return Object.entries(fnMap).map(([id, { decl, loc }]) => {
    return { start: decl.start, end: loc.end, last: loc.start.line, count: f[id] ?? 0 };
  });
}

/** Of those that are around a line the one that begins last is the innermost. */
function innerFirst({ start: one, end }: Stretch, { start: other, end: otherEnd }: Stretch): number {
  return other.line - one.line || other.column - one.column || end.line - otherEnd.line;
}
