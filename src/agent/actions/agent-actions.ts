/** What can be asked of a process while it runs, or of all processes of its run. */

import type { Dump, Session } from '../../profile/model/dump.js';
import type { ProcessStatus } from '../peers/process-status.js';

/** One process, or every process of its run that has an agent. */
export type ActionScope = 'self' | 'run';

/** What changed since the event before; the first one of a process has all that is not 0. */
export interface CountersEvent {
  readonly pid: number;
  readonly time: string;
  readonly files: readonly {
    /** Relative to the root of the project. */
    readonly path: string;
    /** The hash of its meta. */
    readonly meta: string;
    /** Probe and counter, of those that changed. */
    readonly counters: readonly (readonly [probe: number, counter: number])[];
  }[];
}

/** Of current epochs, as files have them: by name, `covmeta.<hash>` and `covcounters.…`. */
export type EncodedProfileFiles = ReadonlyMap<string, Uint8Array>;

/** All reject with a CovermainError where it cannot be done. */
export interface AgentActions {
  /** The profiles of the current epoch, with the metas they count by, except those of the hashes in `have`. */
  profile(scope: ActionScope, have: ReadonlySet<string>): Promise<EncodedProfileFiles>;
  /** Writes the current epochs. */
  dump(scope: ActionScope): Promise<readonly Dump[]>;
  /** Closes the current epochs and begins new ones. */
  reset(scope: ActionScope): Promise<readonly Dump[]>;
  startSession(scope: ActionScope, name: string): Promise<readonly Session[]>;
  /** @returns the profiles of the session, which are durable */
  endSession(scope: ActionScope, name: string): Promise<readonly Dump[]>;
  /** Ends the window, or the program. @returns the pids that were asked to end */
  stop(scope: ActionScope): Promise<readonly number[]>;
  status(scope: ActionScope): Promise<readonly ProcessStatus[]>;
  /** Twice a second at most, until the signal is aborted. */
  watch(scope: ActionScope, signal: AbortSignal): AsyncIterable<CountersEvent>;
}
