/** Data of the documents of `covermain who`. It imports nothing, so that its types need no types of Istanbul. */

/** Number of times that a session executed a line. */
export interface SessionCount {
  readonly name: string;
  readonly count: number;
}
