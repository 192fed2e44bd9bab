/** The state of a run as a page shows it. Times have the format of `Date.toISOString`. */
import type { Tally } from './tally.js';

export interface RunState {
  /** Id of the run; `null` if the coverage is that of several runs. */
  readonly run: string | null;
  readonly label: string | null;
  /** Name of the project or package. */
  readonly project: string;
  /** `report` for coverage that was read from profiles and never changes. */
  readonly phase: 'running' | 'ended' | 'report';
  /** Time at which this state was read. */
  readonly time: string;
  readonly processes: readonly ProcessView[];
  readonly sessions: readonly SessionView[];
  readonly marks: readonly MarkView[];
  /** Current problems, a sentence each. */
  readonly warnings: readonly string[];
  /** Coverage that is missing or incomplete, a sentence each. */
  readonly losses: readonly string[];
  /** Git ref that changed lines are compared with if the user names none; `null` if it is unknown. */
  readonly defaultRef?: string | null;
  /** Number of resets. */
  readonly resets: number;
  /** The final profile, once the run has ended. */
  readonly end: EndView | null;
}

export interface ProcessView {
  readonly pid: number;
  /** Command line. */
  readonly command: string;
  /** `silent`: its agent does not answer. */
  readonly state: 'running' | 'silent' | 'ended';
  readonly start: string;
  /** Milliseconds; `null` if unknown. */
  readonly uptime: number | null;
  /** Number of measured threads, with the main thread; `null` if unknown. */
  readonly threads: number | null;
  /** Version of Node. */
  readonly node: string;
  readonly package: string | null;
  /** URL of the run's port if this process has bound it. */
  readonly http: string | null;
  /** A sentence each. */
  readonly warnings: readonly string[];
}

export interface SessionView {
  readonly name: string;
  readonly isOpen: boolean;
  /** `null` if unknown. */
  readonly start: string | null;
  /** `null` if unknown, or if the session is open. */
  readonly end: string | null;
  /** Number of processes that recorded it. */
  readonly processes: number;
  readonly covered: Tally;
}

export interface MarkView {
  readonly mark: number;
  readonly time: string;
}

export interface EndView {
  /** Time of the last reading of counters; `null` if nothing was measured. */
  readonly time: string | null;
  /** Path of the profile directory. */
  readonly directory: string;
}
