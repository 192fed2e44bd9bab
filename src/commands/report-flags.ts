/** The flags about the report that `covermain manual` and `covermain run` share. */
import type { ConfigFile } from '../config-file/read-config-file.js';
import type { NycConfig } from '../project/nyc-config.js';
import type { RunReportOptions } from '../report/draw-run-report.js';
import { requireReporters } from '../report/find-reporter.js';

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

/**
 * Checks the names of the reporters that a run will use, so that the run does not end without its report.
 *
 * @param root absolute path of the project
 * @throws CovermainError `REPORTER_UNKNOWN`, which names where the user has written the reporter
 */
export function checkReporters(
  { report, reporter }: ReportFlags,
  { configFile, config }: { readonly configFile: ConfigFile; readonly config: NycConfig },
  root: string,
): void {
  if (!report) return;
  if (reporter) requireReporters(reporter, root, '--reporter');
  else if (configFile.reporters)
    requireReporters(configFile.reporters, root, `"reporter" in ${configFile.name}`);
  else requireReporters(config.reporters, root, '"reporter" in the nyc configuration');
}
