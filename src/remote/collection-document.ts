/**
 * Types of `manifest.json` and of what `covermain collect --json` prints. This module uses no types of other packages, so that a
 * project can compile it without type packages.
 */

/**
 * `collected`: all profiles have arrived. `empty`: the target has none. `partial`: something is missing. `failed`: nothing arrived.
 * `vanished`: an earlier collection has found the target, which does not exist any more.
 */
export type CollectionResult = 'collected' | 'empty' | 'partial' | 'failed' | 'vanished';

/** What was collected from a target. */
export interface CollectedTarget {
  /** `namespace/pod/container`, a URL, or a directory. */
  readonly target: string;
  /** Where the target was looked for, such as the selector; `null` if the user named it. */
  readonly source: string | null;
  readonly pod: string | null;
  readonly container: string | null;
  /** Identifier of the pod. */
  readonly uid: string | null;
  readonly result: CollectionResult;
  /** Why something is missing. */
  readonly reasons: readonly string[];
  /** Restarts of the container until the last successful collection; `null` if unknown. */
  readonly restarts: number | null;
  /** Restarts since the collection before this one; `null` if there was none. Counts between them can be lost. */
  readonly restartsSince: number | null;
  /** Number of profiles. */
  readonly files: number;
  /** Number of bytes that were received. */
  readonly bytes: number;
  /** Milliseconds of the last round. */
  readonly time: number;
  /** Time of the last successful collection; `null` if there was none. */
  readonly collectedAt: string | null;
  /** Ids of the runs that answered last. */
  readonly runs: readonly string[];
  /** Versions of covermain. */
  readonly versions: readonly string[];
  /** Versions of Node. */
  readonly nodes: readonly string[];
  /** Git commits of the code, as far as they are known. */
  readonly commits: readonly string[];
}

/** A pod or container from which nothing was collected, because it has no running program. */
export interface SkippedPod {
  readonly pod: string;
  readonly container: string | null;
  readonly reason: string;
}

export interface CollectionManifest {
  /** Version of this format. */
  readonly format: 1;
  /** Start of the collection. */
  readonly start: string;
  /** End of its last round. */
  readonly end: string;
  readonly rounds: number;
  /** Whether the targets have started new epochs. */
  readonly reset: boolean;
  readonly session: string | null;
  readonly targets: readonly CollectedTarget[];
  readonly skipped: readonly SkippedPod[];
  /** Last state of targets that do not exist any more, the newest last. */
  readonly gone: readonly CollectedTarget[];
}
