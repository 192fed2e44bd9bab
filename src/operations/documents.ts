/**
 * Results of the operations, which commands print with `--json`. This module and its imports use no types of other
 * packages, so that a project can compile them without type packages.
 */
import type { CoverageDocument, MissedThreshold } from '../report/coverage-document.js';
import type { ChangeCoverage } from '../report/diff/change-document.js';

/** What every operation found out about its inputs. */
export interface InputReport {
  /** Absolute paths of the inputs. If none was named, the one that was chosen. */
  readonly inputs: readonly string[];
  /** Warnings, such as files that were left out. Names in them come from profiles: escape them before you print them. */
  readonly warnings: readonly string[];
}

/** `covermain merge --json`, `covermain subtract --json`, `covermain intersect --json` */
export interface MergeDocument {
  /** Absolute path of the profile directory that was written. */
  readonly output: string;
  /**
   * Number of profiles of processes that were read. A merged profile counts as the profiles it was made from; data of
   * other tools, and results of `subtract` and `intersect`, count as none.
   */
  readonly profiles: number;
  /** Number of source files in the output. */
  readonly files: number;
  /** Names of the sessions that were merged. Empty for `subtract` and `intersect`, which combine no sessions. */
  readonly sessions: readonly string[];
  /** Warnings about the inputs, which are also logged to stderr. */
  readonly warnings: readonly string[];
}

/** `covermain report --json` */
export interface ReportDocument extends CoverageDocument, InputReport {
  /** Absolute path that the paths of files are relative to. */
  readonly root: string;
  /** Thresholds that are missed; empty if none is checked. */
  readonly thresholds: readonly MissedThreshold[];
  readonly report: {
    /** Absolute path of the directory that reports were written to. */
    readonly directory: string;
    /** Names of the reporters that were used. `--json` leaves out those that print to stdout. */
    readonly reporters: readonly string[];
  };
}

/** The result of `report` of `covermain/api`. */
export interface ReportResult extends ReportDocument {
  /** Output of reporters that the command prints to stdout, such as `text`; empty if there are none. */
  readonly text: string;
}

/** The commit that changed lines were compared with. */
export interface DiffBase {
  /** Git ref as it was given to `--base`. */
  readonly ref: string;
  /** Hash of its merge base with HEAD. */
  readonly commit: string;
}

/** Whether enough changed lines are covered. */
export interface DiffThreshold {
  /** Percentage that `--fail-under` requires. */
  readonly required: number;
  /** `unknown`: it cannot be checked. */
  readonly state: 'reached' | 'missed' | 'unknown';
  /** Why it cannot be checked, else `null`. */
  readonly reason: string | null;
  /** The files that cause this, relative to the root. */
  readonly files: readonly string[];
}

/** `covermain diff --json` */
export interface DiffDocument extends ChangeCoverage, InputReport {
  readonly base: DiffBase;
  /** Absolute path that the paths of files are relative to. */
  readonly root: string;
  /** Absolute path of the top of the Git repository. */
  readonly repository: string;
  /** `null` without `--fail-under`. */
  readonly threshold: DiffThreshold | null;
}
