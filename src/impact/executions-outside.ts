/** Finds out whether code ran outside of all sessions. */

/** Executions of some code in one session. Times are ISO times, which sort as text. */
export interface SessionExecutions {
  readonly start: string;
  readonly end: string;
  readonly count: number;
}

/**
 * Whether code may have run outside of all sessions. Sessions can overlap, and then count the same executions. So only sessions
 * that do not overlap are added up: those with the most executions together.
 *
 * @param total number of executions in the run
 */
export function mayHaveRunOutside(total: number, sessions: readonly SessionExecutions[]): boolean {
  return total !== mostInDisjoint(sessions);
}

/** Returns the largest sum of counts of sessions that do not overlap: weighted interval scheduling. */
function mostInDisjoint(sessions: readonly SessionExecutions[]): number {
  const sorted = sessions
    .filter(({ count }) => count > 0)
    .sort((one, other) => (one.end < other.end ? -1 : 1));
  /** Largest sum of the first n sessions, by n. */
  const sums = [0];
  for (const [index, { start, count }] of sorted.entries()) {
    const before = countEndedBy(sorted, start, index);
    sums.push(Math.max(sums[index] ?? 0, (sums[before] ?? 0) + count));
  }
  return sums.at(-1) ?? 0;
}

/** Returns the number of sessions among the first n that ended before a time. A session that ended in the same millisecond may overlap. */
function countEndedBy(sorted: readonly SessionExecutions[], time: string, n: number): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.end ?? '') < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
