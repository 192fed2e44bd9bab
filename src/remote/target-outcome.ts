/** What was collected from one target. */
import type { StoredArchive } from '../profile/store/store-archive.js';

/** What was collected from a target. A failure in the middle leaves what arrived before it. */
export interface TargetOutcome {
  /** Names of the stored profiles, and whether they were new in the directory. */
  readonly files: Map<string, boolean>;
  /** Number of bytes of the archives. */
  bytes: number;
  /** Number of metas that were new in the directory. */
  metas: number;
  /** Ids of the runs whose agents have answered. */
  readonly runs: Set<string>;
  readonly versions: Set<string>;
  readonly nodes: Set<string>;
  readonly commits: Set<string>;
  /** Why something is missing. Empty if everything was collected. */
  reasons: readonly string[];
  /** Why the target has no agent and need not have one: nothing is missing. */
  skipped?: string;
  /** Milliseconds. */
  time: number;
}

/** Returns the outcome of a target from which nothing has arrived yet. */
export function createOutcome(): TargetOutcome {
  return {
    files: new Map(),
    bytes: 0,
    metas: 0,
    runs: new Set(),
    versions: new Set(),
    nodes: new Set(),
    commits: new Set(),
    reasons: [],
    time: 0,
  };
}

/** Adds a stored archive to an outcome. @param size number of bytes that were received */
export function addStored(
  outcome: TargetOutcome,
  { files, profiles, metas }: StoredArchive,
  size: number,
): void {
  for (const { name, status } of files)
    outcome.files.set(name, outcome.files.get(name) === true || status === 'new');
  for (const { node, commit } of profiles) {
    outcome.nodes.add(node);
    if (commit !== null) outcome.commits.add(commit);
  }
  outcome.metas += metas;
  outcome.bytes += size;
}
