/** Finds out which sessions ran each line of a file. */
import type { FileItems } from './file-items.js';
import type { FileSessions } from './messages.js';

/** A session that ran a line. */
export interface SessionHits {
  readonly name: string;
  /** Highest count of the statements that begin on the line, or of its functions and arms if there are none. */
  readonly count: number;
}

/** Returns the sessions that ran each line, by line from 1, in the order of `sessions`. */
export function countSessionLines(
  items: FileItems,
  { sessions }: FileSessions,
): ReadonlyMap<number, readonly SessionHits[]> {
  const lines = beginningLines(items);
  const withStatements = new Set(lines.slice(0, items.statements.length));
  const all = new Map<number, SessionHits[]>();
  for (const { name, counts } of sessions) {
    const highest = new Map<number, number>();
    for (const [index, count] of counts) {
      const line = lines[index];
      if (line === undefined || !(count > 0)) continue;
      if (index >= items.statements.length && withStatements.has(line)) continue;
      highest.set(line, Math.max(highest.get(line) ?? 0, count));
    }
    for (const [line, count] of highest) {
      const known = all.get(line);
      if (known) known.push({ name, count });
      else all.set(line, [{ name, count }]);
    }
  }
  return all;
}

/** Returns the session with the highest count; the first one of those with equal counts. */
export function mainSessionOf(hits: readonly SessionHits[]): SessionHits | undefined {
  return hits.reduce<SessionHits | undefined>(
    (main, hit) => (main && main.count >= hit.count ? main : hit),
    undefined,
  );
}

/** Returns the line on which each counted item begins, in the order of counts. */
function beginningLines({ statements, functions, branches }: FileItems): readonly number[] {
  return [
    ...statements.map(([line]) => line),
    ...functions.map(({ declaration: [line] }) => line),
    ...branches.flatMap(({ kind, range, arms }) =>
      arms.map((arm) => (kind === 'if' ? range : (arm ?? range))[0]),
    ),
  ];
}
