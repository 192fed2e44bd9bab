/** The JSON document of `covermain run --json`. */
import type { RunContext } from '../settings/run-context.js';
import type { RunNote } from './run-notes.js';
import type { RunReport } from './run-report.js';
import { type CoverageDocument, summarizeCoverage } from './summary.js';
import type { MissedThreshold } from './thresholds.js';

export interface RunDocument extends CoverageDocument {
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Exit code of `covermain run`. */
  readonly exitCode: number;
  /** What the coverage does not show, with absolute paths, the most severe first. */
  readonly notes: readonly RunNote[];
  /** Empty if no threshold is checked. */
  readonly missedThresholds: readonly MissedThreshold[];
}

export function toRunDocument(
  { id, directory, root }: RunContext,
  { coverage, notes, missedThresholds }: RunReport,
  exitCode: number,
): RunDocument {
  return {
    run: id,
    directory,
    exitCode,
    notes,
    ...summarizeCoverage(coverage, root),
    missedThresholds,
  };
}
