/**
 * Coverage as JSON documents contain it. This module and its imports use no types of other packages, so that a project
 * can compile them without type packages.
 */
import type { PercentRatio } from './figures/ratio.js';

/** Coverage by Istanbul's metrics. A line is covered if a statement that begins on it is. */
export interface CoveragePercentages {
  readonly statements: PercentRatio;
  readonly branches: PercentRatio;
  readonly functions: PercentRatio;
  readonly lines: PercentRatio;
}

/** Coverage of a file or a directory. */
export interface PathPercentages extends CoveragePercentages {
  /** Relative to the root, with `/` as separator; `.` for the root itself. */
  readonly path: string;
}

/** Coverage of several files. */
export interface CoverageDocument {
  /** Sorted by path. */
  readonly files: readonly PathPercentages[];
  /** All files together. */
  readonly total: CoveragePercentages;
}

/** A threshold that coverage does not reach. */
export interface MissedThreshold {
  /** Relative to the root, with `/` between directories; `null` for all files together. */
  readonly path: string | null;
  readonly metric: 'statements' | 'branches' | 'functions' | 'lines';
  /** Istanbul's percentage, truncated to two decimals. */
  readonly percentage: number;
  readonly required: number;
}
