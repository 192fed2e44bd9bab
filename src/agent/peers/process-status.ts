/** The status that an agent returns of its process. */
import type { Counts, Session } from '../../profile/model/dump.js';
import type { ProfilePackage } from '../../profile/model/profile-package.js';

export interface ProcessStatus {
  /** Id of the run. */
  readonly run: string;
  /** Label of the run. */
  readonly label: string | null;
  readonly pid: number;
  readonly ppid: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Package that the run measures; `null` if unknown. */
  readonly package: ProfilePackage | null;
  /** Version of covermain. */
  readonly version: string;
  /** Version of Node, as in `process.version`. */
  readonly node: string;
  /** Git commit of the running code, if known. */
  readonly commit: string | null;
  /** Start of the process, in the format of `Date.toISOString`. */
  readonly start: string;
  /** Milliseconds since the start. */
  readonly uptime: number;
  /** Number of running threads that have loaded a measured file; `null` if the agent is of another version and does not report it. */
  readonly threads: number | null;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Counts since the start of the process. */
  readonly counts: Counts;
  /** Time and path of the profile that was written last. */
  readonly lastFlush: { readonly time: string; readonly path: string } | null;
  /** Current epoch. Its number is one more than the number of resets. */
  readonly epoch: { readonly number: number; readonly start: string };
  /** Open sessions. */
  readonly sessions: readonly Session[];
  /** URL of the run's port if this process has bound it. */
  readonly http: string | null;
  /** Current problems, one sentence each. */
  readonly warnings: readonly string[];
}
