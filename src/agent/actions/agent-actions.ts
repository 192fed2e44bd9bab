/** The actions of an agent, for its own process or for all processes of its run. */
import type { CollectedFile } from '../../profile/model/collected-file.js';
import type { Dump, Session } from '../../profile/model/dump.js';
import type { CountersEvent } from '../peers/counters-event.js';
import type { ProcessStatus } from '../peers/process-status.js';
import type { SpanName } from '../recording/recording-span.js';

/** `self` is the agent's process; `run` is every process of its run that has an agent. */
export type ActionScope = 'self' | 'run';

/** Chooses what a stream of events contains. */
export interface EventsQuery {
  /** Milliseconds between two events of a process. @default 500 */
  readonly interval?: number;
  /** Span whose counters are watched. @default the current epoch */
  readonly span?: SpanName;
}

/** Contents of the profile files of current epochs, by name: `covmeta.<hash>` and `covcounters.…`. */
export type EncodedProfileFiles = ReadonlyMap<string, Uint8Array>;

/** All actions reject with a CovermainError if they fail. */
export interface AgentActions {
  /**
   * Returns the profiles of the current epochs, or of an open session, and their metas, except the metas whose hashes are in
   * `have`.
   */
  profile(scope: ActionScope, have: ReadonlySet<string>, session?: string): Promise<EncodedProfileFiles>;
  /**
   * Returns the profiles of the current epochs, those of closed epochs, ended processes and earlier runs on this machine that no
   * client has stored, and their metas, except the metas whose hashes are in `have`.
   */
  collect(scope: ActionScope, have: ReadonlySet<string>): Promise<EncodedProfileFiles>;
  /**
   * Notes that a client has stored files that `collect` has returned. Current epochs are closed at exactly this reading. Ignores
   * other files.
   *
   * @returns the profiles of epochs of running processes that the client has stored
   */
  collected(scope: ActionScope, files: readonly CollectedFile[]): Promise<readonly Dump[]>;
  /** Ends a session if it is open. @returns its profiles and their metas, except those in `have` */
  collectSession(scope: ActionScope, name: string, have: ReadonlySet<string>): Promise<EncodedProfileFiles>;
  /** Writes the profiles of the current epochs. */
  dump(scope: ActionScope): Promise<readonly Dump[]>;
  /** Closes the current epochs and starts new ones. */
  reset(scope: ActionScope): Promise<readonly Dump[]>;
  /**
   * Starts a session.
   *
   * @param maximum number of sessions that can be open after that. @default no limit
   * @returns the session as each process has it
   */
  startSession(scope: ActionScope, name: string, maximum?: number): Promise<readonly Session[]>;
  /** Ends a session. @returns its profiles, which are written */
  endSession(scope: ActionScope, name: string): Promise<readonly Dump[]>;
  /** Ends the window or the program. @returns the pids of the processes that were asked to end */
  stop(scope: ActionScope): Promise<readonly number[]>;
  /** Returns the status of each process. */
  status(scope: ActionScope): Promise<readonly ProcessStatus[]>;
  /** Yields at most one event per interval for each process, until the signal is aborted. */
  watch(scope: ActionScope, signal: AbortSignal, options?: EventsQuery): AsyncIterable<CountersEvent>;
}
