/** What a program, and whoever asks it from outside, is told of what was written. */

/** A profile that was written: it is durable once it is told of. */
export interface Dump {
  readonly pid: number;
  /** Absolute path of the file; `null` where nothing was counted, or nothing can be written and memory keeps it. */
  readonly path: string | null;
  /** The number of the epoch, from 1. */
  readonly epoch: number;
  /** When it began, as `Date.toISOString` has it. */
  readonly start: string;
  readonly counts: Counts;
}

export interface Counts {
  readonly files: number;
  /** One for each probe of these files. */
  readonly counters: number;
  /** Counters that are not 0. */
  readonly hit: number;
  /** All of them added up: it grows as long as measured code runs. */
  readonly total: number;
}

/** A session that is open: what runs from its start is its own, too. */
export interface Session {
  readonly name: string;
  /** As `Date.toISOString` has it. */
  readonly start: string;
}
