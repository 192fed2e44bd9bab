/** `covermain report`: draws Istanbul's reports of any profiles and checks thresholds, as `nyc report` does. */
import { relative } from 'node:path';
import { describeNewest } from '../collect/inputs/choose-newest-profile.js';
import { openProgress } from '../collect/progress.js';
import type { ReportDocument, ReportResult } from '../operations/documents.js';
import type { ReportOptions } from '../operations/options.js';
import { reportProfiles } from '../operations/report.js';
import type { CoverageOptions } from '../operations/require-coverage.js';
import { METRICS, type Metric, readThreshold } from '../project/nyc-config.js';
import { openProject } from '../project/project.js';
import { toCoverageMarkdown } from '../report/coverage-markdown.js';
import { describeWrittenReports } from '../report/reporters.js';
import { describeMissedThreshold } from '../report/thresholds.js';
import { openReport, withHtmlReporter } from './open-report.js';
import { type Print, printJson } from './print.js';
import { addToStepSummary } from './step-summary.js';

/** Options default to the configuration in `.nycrc`. */
export interface ReportCommandOptions
  extends CoverageOptions,
    Pick<ReportOptions, 'reporter' | 'reportDir' | 'skipEmpty' | 'skipFull' | 'checkCoverage' | 'perFile'>,
    Partial<Readonly<Record<Metric, string>>> {
  /** Whether a `ReportDocument` is printed in place of reports on stdout. Reporters still write files. */
  readonly json?: boolean;
  /** Whether the HTML report is opened in a browser. It is drawn even if no reporter of the options writes HTML. */
  readonly open?: boolean;
  /** Prints a line of the result. */
  readonly print: Print;
}

/**
 * Draws the reports. Warns about sources that are not the measured ones, whose text no report shows. In GitHub Actions, adds a
 * section to the summary of the step.
 *
 * @returns the exit code: 1 if a threshold is missed
 * @throws SettingError for an invalid threshold; CovermainError as `reportProfiles`
 */
export async function reportCommand(options: ReportCommandOptions): Promise<number> {
  const { json, print } = options;
  const document = await drawProfileReport(options);
  if (json) printJson(print, document);
  if (options.open) await openReport(document.report, options);
  return document.thresholds.length > 0 ? 1 : 0;
}

/**
 * Does what `reportCommand` does, but prints no document and opens no browser. With `json`, reports for stdout are left out.
 *
 * @throws as `reportCommand`
 */
export async function drawProfileReport(options: ReportCommandOptions): Promise<ReportDocument> {
  const { cwd, json, logLine, open } = options;
  const { statements, branches, functions, lines, ...others } = options;
  const project = await openProject(cwd);
  const { reporter = project.config.reporters } = options;
  const { text: _, ...document } = await reportProfiles({
    ...others,
    project,
    reporter: open ? withHtmlReporter(reporter) : reporter,
    ...readThresholdOptions({ statements, branches, functions, lines }),
    stdout: json ? 'omit' : 'print',
    progress: openProgress('reading profiles'),
    onNewest: (path) => logLine(describeNewest(path, cwd)),
    onWarning: logLine,
  });
  logReport(document, options);
  addToStepSummary(toCoverageMarkdown(document, document.thresholds), options);
  return document;
}

function logReport(
  { report, thresholds }: Omit<ReportResult, 'text'>,
  { cwd, logLine }: ReportCommandOptions,
): void {
  const { directory, reporters } = report;
  const written = describeWrittenReports(relative(cwd, directory) || '.', reporters);
  if (written !== undefined) logLine(`report: ${written}`);
  for (const miss of thresholds) logLine(describeMissedThreshold(miss));
}

/** Parses `--statements` and the like, so that errors name the flag. */
function readThresholdOptions(
  options: Readonly<Record<Metric, string | undefined>>,
): Partial<Readonly<Record<Metric, number>>> {
  const given = METRICS.filter((metric) => options[metric] !== undefined);
  return Object.fromEntries(given.map((metric) => [metric, readThreshold(`--${metric}`, options[metric])]));
}
