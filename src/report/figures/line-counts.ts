/** Counts how often lines ran. */
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';

/** Counts by 1-based line, in the order of lines. */
export type LineCounts = ReadonlyMap<number, number>;

/** Returns counts by Istanbul's rule: a line has the highest count of the statements that begin on it. */
export function countLines({ statementMap, s }: Pick<FileCoverageData, 'statementMap' | 's'>): LineCounts {
  const counts = new Map<number, number>();
  for (const [id, { start }] of Object.entries(statementMap))
    counts.set(start.line, Math.max(counts.get(start.line) ?? 0, s[id] ?? 0));
  return new Map([...counts].sort(([one], [other]) => one - other));
}

/** The parts of a file's coverage that line counts come from. */
type Counts = Pick<FileCoverageData, 'statementMap' | 's' | 'fnMap' | 'f'>;

/** A statement or function, which may span several lines. */
interface CountedRange extends Location {
  readonly count: number;
  /** Last line that has the count of this range if no other range begins on the line. */
  readonly last: number;
}

/**
 * Returns the count of a line: by `countLines`, or the highest count of the functions that begin on it. A line inside a
 * statement, or inside the parameters of a function, has the count of the innermost one around it.
 *
 * @param line 1-based
 * @returns `undefined` for a line without code, such as the end of a function
 */
export function lineCountAt(file: Counts, line: number): number | undefined {
  const [statements, functions] = [statementsOf(file), functionsOf(file)];
  for (const ranges of [statements, functions]) {
    const counts = ranges.filter(({ start }) => start.line === line).map(({ count }) => count);
    // A minified file may have too many statements on a line for `Math.max`.
    if (counts.length > 0) return counts.reduce((highest, count) => Math.max(highest, count));
  }
  const around = [...statements, ...functions].filter(
    ({ start, end }) => start.line < line && line <= end.line,
  );
  const innermost = around.sort(innerFirst)[0];
  return innermost && line <= innermost.last ? innermost.count : undefined;
}

function statementsOf({ statementMap, s }: Counts): readonly CountedRange[] {
  return Object.entries(statementMap).map(([id, { start, end }]) => {
    return { start, end, last: end.line, count: s[id] ?? 0 };
  });
}

function functionsOf({ fnMap, f }: Counts): readonly CountedRange[] {
  return Object.entries(fnMap).map(([id, { decl, loc }]) => {
    return { start: decl.start, end: loc.end, last: loc.start.line, count: f[id] ?? 0 };
  });
}

/** Sorts ranges that contain the same line: the innermost one begins last. */
function innerFirst(
  { start: one, end }: CountedRange,
  { start: other, end: otherEnd }: CountedRange,
): number {
  return other.line - one.line || other.column - one.column || end.line - otherEnd.line;
}
