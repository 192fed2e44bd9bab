/** The id of a run is part of file names. */

/** Whether a value is the id of a run: letters, digits, `_` and `-`. */
export function isRunId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,100}$/.test(value);
}
