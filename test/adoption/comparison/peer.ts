/** A coverage tool of the comparison, as its users run it. */
import type { Program } from '../../support/program.js';
import type { Project } from '../../support/project.js';

/** What a tool has recorded about a program. */
export interface Recorded {
  /** Number of calls of each function, by name. Tools that record no numbers have 1 for called functions. */
  readonly calls: Readonly<Record<string, number>>;
  /** Number of arms of branches that were not executed. */
  readonly missedArms: number;
}

export const NOTHING: Recorded = { calls: {}, missedArms: 0 };

export interface Peer {
  /** Starts a program of the project under the tool. @param file relative to the project */
  readonly start: (project: Project, file: string) => Program;
  /** Whether the program goes on under the tool after its own work is done, because the tool serves the counts. */
  readonly isServer?: boolean;
  /** Returns what the user has after the program's work is done, or after the program was killed. */
  readonly readWritten: (project: Project, program: Program) => Promise<Recorded>;
  /** Returns the counts of the running program, by the tool's own means; rejects if they are not available. */
  readonly readLive: (project: Project, program: Program) => Promise<Recorded>;
  /** Sets the counts of the running program to 0; `undefined` if the tool has no means. */
  readonly reset?: (project: Project, program: Program) => Promise<void>;
  /** Resolves when the tool has written a call of `hit`; `undefined` if it writes only at the end. */
  readonly written?: (project: Project) => Promise<void>;
}
