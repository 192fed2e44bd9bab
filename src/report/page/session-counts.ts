/** What each session ran, for the page of a report. */
import type { SessionView } from '../../view/run-state.js';

/** What a session ran in a file. */
export interface FileInSessionCounts {
  /** Number of the session, from 0. */
  readonly session: number;
  /** Absolute path of the file. */
  readonly path: string;
  /** As `encodeCovered` returns it. */
  readonly covered: string;
  /** Number of covered statements. */
  readonly statements: number;
  /** JSON of the counts, as in `ReportFileSessions`. */
  readonly counts: string;
}

/** The counts of all sessions, in the versions of files that the report shows. */
export interface SessionCounts {
  /** In the order of their numbers. */
  readonly sessions: readonly SessionView[];
  /** Yields what each session ran, sorted by session. */
  readonly all: () => Iterable<FileInSessionCounts>;
  /** Whether a session ran a file. @param path absolute */
  readonly hasFile: (path: string) => boolean;
  /** Yields what each session ran in a file, sorted by session. @param path absolute */
  readonly ofFile: (path: string) => Iterable<FileInSessionCounts>;
  /** Frees the counts. Nothing can be read afterwards. */
  readonly close: () => void;
}

/** The counts of a report without sessions. */
export const NO_SESSION_COUNTS: SessionCounts = {
  sessions: [],
  all: () => [],
  hasFile: () => false,
  ofFile: () => [],
  close() {},
};
