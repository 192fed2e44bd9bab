/** Moments in the names of files. */

/** @param time as `Date.toISOString` has it; sorts the same, and has no character that a file system refuses */
export function fileTimeOf(time: string): string {
  return time.replace(/[:.]/g, '-');
}
