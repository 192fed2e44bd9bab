/** The data files of a static report. The names of the files contain only numbers, so that no text from data is a path. */
import type { ChangesMessage, SourceView } from './messages.js';
import type { RunState } from './run-state.js';
import type { Tally } from './tally.js';

/** Names of data files, without `.js`. Files and sessions are numbered from 0, in the order of `ReportData`. */
export const reportDataNames = {
  /** Holds `ReportData`. */
  run: 'run',
  /** Holds `ReportTable`. */
  table: 'table',
  /** Holds `ReportFileData`. */
  file: (file: number) => `file-${file}`,
  /** Holds `ReportFileSessions`. */
  fileSessions: (file: number) => `sessions-${file}`,
  /** Holds `ReportSessionFiles`. */
  session: (session: number) => `session-${session}`,
} as const;

/** The run, and what is covered of each file. */
export interface ReportData {
  /** Its sessions have the order of their numbers. */
  readonly state: RunState;
  /** Lines that had changed since the default branch when the report was drawn. */
  readonly changes: ChangesMessage;
  readonly files: readonly ReportFile[];
}

/** A list, because a report may have thousands. The path is relative to the root of the project. */
export type ReportFile = readonly [path: string, total: Tally, covered: Tally];

export interface ReportFileData {
  readonly source: SourceView;
  /** In the order of `FileItems`. */
  readonly counts: readonly number[];
  /** Whether a session ran the file, so that there is a data file with its `ReportFileSessions`. */
  readonly hasSessions: boolean;
}

/** The sessions that ran a file. Their counts alternate between index and count, without zeros. */
export type ReportFileSessions = readonly (readonly [session: number, counts: readonly number[]])[];

/** What a session covered of each file that it ran, as `encodeCovered` returns it. */
export type ReportSessionFiles = readonly (readonly [file: number, covered: string])[];

/** For each session, two numbers per file that it ran: the file, and the number of covered statements. */
export type ReportTable = readonly (readonly number[])[];

/** The global object of the page to which data files pass their data. */
export interface ReportReceiver {
  /** @param json text of the data */
  readonly add: (name: string, json: string) => void;
}

/** Name of the receiver. */
export const REPORT_RECEIVER = 'covermainReport';
