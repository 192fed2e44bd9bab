/** Turns errors into texts for the user. */

/** Returns the message of an error of a data source, which is a sentence. */
export function textOfFailure(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
