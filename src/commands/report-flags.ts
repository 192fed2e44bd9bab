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

type ReportOptions = Pick<RunReportOptions, 'isDrawn' | 'reporters' | 'reportDirectory'>;
type ReportConfig = Pick<RunReportOptions, 'reporters' | 'reportDirectory'>;

/** Returns the options of the report of a run. Flags override the config file. */
export function reportOptionsOf(
  { report, reporter, reportDir }: ReportFlags,
  { reporters, reportDirectory }: ReportConfig,
): ReportOptions {
  return {
    isDrawn: report,
    ...(reporters ? { reporters } : {}),
    ...(reportDirectory === undefined ? {} : { reportDirectory }),
    ...(reporter ? { reporters: reporter } : {}),
    ...(reportDir === undefined ? {} : { reportDirectory: reportDir }),
  };
}
