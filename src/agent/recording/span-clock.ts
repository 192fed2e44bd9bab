/** Times of the spans and readings of one process. */

/** Returns the next time as `Date.toISOString` formats it: now, and later than all times before, also if the clock was set back. */
export type SpanClock = () => string;

/**
 * Returns a clock of one process. Its times are unique: the start of a span is part of its file name, and the end of a profile
 * tells a later state of a file from an earlier one.
 *
 * @param start start of the process
 */
export function createSpanClock(start: string): SpanClock {
  let last = Date.parse(start);
  return () => {
    last = Math.max(Date.now(), last + 1);
    return new Date(last).toISOString();
  };
}
