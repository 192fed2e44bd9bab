/** What an agent answers about its process. */

import type { Counts, Session } from '../../profile/model/dump.js';

export interface ProcessStatus {
  /** The run's id. */
  readonly run: string;
  readonly label: string | null;
  readonly pid: number;
  readonly ppid: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** covermain's. */
  readonly version: string;
  /** Node's, as `process.version` has it. */
  readonly node: string;
  /** Git's hash of the code that runs, where known. */
  readonly commit: string | null;
  /** When the process began to count. */
  readonly start: string;
  /** Milliseconds since then. */
  readonly uptime: number;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Since the process began. */
  readonly counts: Counts;
  readonly lastFlush: { readonly time: string; readonly path: string } | null;
  /** The current one; its number is the number of resets and 1. */
  readonly epoch: { readonly number: number; readonly start: string };
  readonly sessions: readonly Session[];
  /** Where the port of the run is bound by this process, its URL. */
  readonly http: string | null;
  /** What goes wrong, a sentence each. */
  readonly warnings: readonly string[];
}
