/** Results that the agent returns to the program and to its clients. */

/** A profile that was written. The file is complete on disk before the result is returned. */
export interface Dump {
  readonly pid: number;
  /**
   * Absolute path of the file; `null` if nothing was counted, or if writing failed and the profile stays in memory.
   */
  readonly path: string | null;
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Start of the epoch, as `Date.toISOString` formats it. */
  readonly start: string;
  readonly counts: Counts;
}

export interface Counts {
  /** Number of measured files that were loaded. */
  readonly files: number;
  /** Number of counters: one per probe of these files. */
  readonly counters: number;
  /** Number of counters that are not 0. */
  readonly hit: number;
  /** Sum of all counters. It grows while measured code runs. */
  readonly total: number;
}

/** A session that has started and not ended. */
export interface Session {
  readonly name: string;
  /** Start of the session, as `Date.toISOString` formats it. */
  readonly start: string;
}
