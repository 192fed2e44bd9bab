/**
 * Formats a time for file names. The result sorts like `time`, and has no character that a file system rejects.
 *
 * @param time as `Date.toISOString` formats it
 */
export function fileTimeOf(time: string): string {
  return time.replace(/[:.]/g, '-');
}
