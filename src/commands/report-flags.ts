/** The flags about the report that `covermain manual` and `covermain run` share. */
import type { RunReportOptions } from '../report/draw-run-report.js';

export interface ReportFlags {
  /** Name that the user gives the run. */
  readonly label?: string;
  /** Whether reports are drawn. */
  readonly report: boolean;
  /** Names of reporters. @default those of `.nycrc` */
  readonly reporter?: readonly string[];
  /** @default that of `.nycrc` */
  readonly reportDir?: string;
}

/** Returns the label as an option of a run, which must not be `undefined`. */
export function labelOf({ label }: ReportFlags): { readonly label?: string } {
  return label === undefined ? {} : { label };
}

type ReportOptions = Pick<RunReportOptions, 'isDrawn' | 'reporters' | 'reportDirectory'>;

/** Returns the options of the report of a run. */
export function reportOptionsOf({ report, reporter, reportDir }: ReportFlags): ReportOptions {
  return {
    isDrawn: report,
    ...(reporter ? { reporters: reporter } : {}),
    ...(reportDir === undefined ? {} : { reportDirectory: reportDir }),
  };
}
