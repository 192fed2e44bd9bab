/** Coverage of changed lines, as `covermain diff --json` prints it. */
import type { ChangedSourceState } from '../../collect/source-states.js';
import type { PercentRatio } from '../figures/ratio.js';

/** Paths are relative to the root, with `/` as separator. Each list is in Git's order of paths. */
export interface ChangeCoverage {
  /** Sum over `files`. */
  readonly lines: PercentRatio;
  /** Changed files with code whose lines are counted. */
  readonly files: readonly CodeChange[];
  /** Files that differ from the version that was measured. They are in no number. */
  readonly stale: readonly StaleChange[];
  /** Files with code whose coverage is unknown. They are in no number either. */
  readonly notMeasured: readonly UnmeasuredChange[];
  readonly deleted: readonly string[];
  readonly binary: readonly string[];
  /** Number of other changed files: without code, or not selected by `.nycrc`. */
  readonly other: number;
}

export interface CodeChange {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'renamed' | 'deleted';
  /** Previous path of a renamed file, else `null`. */
  readonly from: string | null;
  /** Whether a profile contains the file. If none does, all changed lines are missed. */
  readonly isMeasured: boolean;
  /** Changed lines on which statements begin. */
  readonly lines: PercentRatio;
  /** Numbers of these lines, from 1. */
  readonly executable: readonly number[];
  /** Numbers of those of them that were not executed. */
  readonly missed: readonly number[];
}

export interface StaleChange {
  readonly path: string;
  /** Why the file is not known to be the version that was measured. */
  readonly state: ChangedSourceState;
}

export interface UnmeasuredChange {
  readonly path: string;
  readonly code:
    | 'loaded-before-hooks'
    | 'required-import'
    | 'not-parsed'
    | 'parser-missing'
    | 'not-storable'
    | 'unreadable'
    | 'not-loaded'
    | 'binary';
  /** Why the coverage is unknown, in words. */
  readonly reason: string;
}
