/**
 * The model of a run that a page or a command follows. Agents send the counters of running processes, and profile files contain
 * those of ended ones.
 */

import type { Totals } from '../profile/model/totals.js';
import type { NycConfig } from '../project/nyc-config.js';
import type { Environment } from '../settings/index.js';
import type { CoverageView } from '../view/coverage-view.js';
import type {
  ActionResult,
  ChangesView,
  FileMessage,
  FileRow,
  FileSessions,
  RunAction,
  SessionTable,
} from '../view/messages.js';
import type { RunState } from '../view/run-state.js';

export interface RunModelOptions {
  /** Absolute path of the project of the run. Its private sockets are searched. */
  readonly root: string;
  /** Id of the run. @default the run of the first agent that is found */
  readonly run?: string;
  /** Absolute path of the profile directory, for a run that may have ended. @default that of the running run */
  readonly directory?: string;
  readonly config: NycConfig;
  readonly environment: Environment;
  /** Receives unexpected errors. @default none */
  readonly onFailure?: (error: unknown) => void;
}

/** Rows that have changed. */
export interface RowChanges {
  /** Whether they are all rows. Otherwise they replace those of the same paths. */
  readonly isComplete: boolean;
  readonly rows: readonly FileRow[];
}

/** Returns changes since its last call, for one reader. */
export interface Follower<Changes> {
  /** Returns `undefined` if nothing has changed. */
  readonly take: () => Promise<Changes | undefined>;
  readonly close: () => void;
}

export interface RunModel {
  /** Absolute path that the paths of files are relative to. */
  readonly root: () => string;
  readonly state: () => RunState;
  /** Coverage of the run since its last reset, or the final profile. The maps change as the run goes on. */
  readonly totals: () => Totals;
  /** Follows the rows of a view. A text is the reason why there are none. */
  readonly followRows: (view: CoverageView) => Follower<RowChanges | string>;
  readonly followFile: (view: CoverageView, path: string) => Follower<FileMessage>;
  /** Follows the changes since a Git ref. A text is the reason why they are unknown. */
  readonly followChanges: (base: string) => Follower<ChangesView | string>;
  /** Returns the counts of a file in each session. */
  readonly readSessions: (path: string) => Promise<FileSessions>;
  /** Returns the covered statements of each file in each session. */
  readonly readSessionTable: () => SessionTable;
  /** Acts on the run. @throws CovermainError */
  readonly act: (action: RunAction) => Promise<ActionResult>;
  /** Calls a function after each change, until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void;
  /** Resolves once all agents that are listening now have sent their counters. */
  readonly ready: Promise<void>;
  /** Reads the final profile: the command of the run has ended. Without it, the model notices the end by itself. */
  readonly end: () => Promise<void>;
  readonly close: () => void;
}
