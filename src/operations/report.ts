/** Draws Istanbul's reports of any profiles and checks thresholds, as `nyc report` does. */
import { resolve } from 'node:path';
import type { Coverage } from '../collect/read-coverage.js';
import {
  METRICS,
  type Metric,
  type NycConfig,
  readThreshold,
  type Thresholds,
} from '../project/nyc-config.js';
import { resolveLinks } from '../project/package.js';
import type { Project } from '../project/project.js';
import { drawReport } from '../report/draw-report.js';
import { readReportDetails } from '../report/read-report-details.js';
import { printsToStdout } from '../report/reporters.js';
import { summarizeCoverage } from '../report/summary.js';
import type { ReportResult } from './documents.js';
import type { ReportOptions } from './options.js';
import { completeOptions, type OperationContext, projectOf, resolveRoots } from './reading-options.js';
import { requireCoverage } from './require-coverage.js';

/** What the command adds to the options. */
export interface ReportContext extends OperationContext {
  /** What happens to reports for stdout: the result contains them, they are printed, or they are not drawn. @default 'return' */
  readonly stdout?: 'return' | 'print' | 'omit';
}

/**
 * Draws the reports. Warns about sources that are not the measured ones, whose text no report shows.
 *
 * @throws SettingError for an invalid threshold; CovermainError `CONFIG_UNREADABLE`, `REPORTER_UNKNOWN`,
 * `REPORTER_FAILED`, `OUTPUT_NOT_WRITABLE`, and the errors of `requireCoverage`
 */
export async function reportProfiles(given: ReportOptions & ReportContext): Promise<ReportResult> {
  const options = completeOptions(given);
  const { logLine, progress, warnings } = options;
  const project = await projectOf(options);
  const thresholds = readThresholds(given, project.config);
  const coverage = await requireCoverage(options, project);
  const layout = layoutOf(given, options.cwd, project, coverage.root);
  const reading = {
    ...resolveRoots(options, project.root),
    root: coverage.root,
    config: project.config,
    reportRoot: layout.projectRoot,
  };
  const details = await readReportDetails(coverage.map, layout.reporters, coverage.inputs, reading);
  let text = '';
  const onText = (more: string) => {
    text += more;
  };
  const missed = await drawReport(coverage.map, {
    ...layout,
    trustedRoots: trustedRootsOf(given, coverage, project),
    thresholds,
    ...details,
    progress,
    ...(given.stdout === 'print' ? {} : { onText }),
    ...(options.signal ? { signal: options.signal } : {}),
    logLine,
  }).finally(details.close);
  const { map, root, inputs } = coverage;
  const { directory, reporters } = layout;
  const document = { ...summarizeCoverage(map, root), root, thresholds: missed, inputs, warnings };
  return { ...document, report: { directory, reporters }, text };
}

/** The project's own configuration may select sources outside of the project. */
function trustedRootsOf(
  { root }: ReportOptions,
  { trustedRoots }: Coverage,
  { config }: Project,
): Coverage['trustedRoots'] {
  return root === undefined ? [...trustedRoots, resolveLinks(config.selection.root)] : trustedRoots;
}

/**
 * Returns where reports go and how they look.
 *
 * @param cwd absolute path
 * @param sourceRoot absolute path of the directory with the sources
 */
function layoutOf(
  options: ReportOptions & ReportContext,
  cwd: string,
  { root, config }: Project,
  sourceRoot: string,
) {
  const { stdout, reportDir, reporter = config.reporters } = options;
  const { skipEmpty = config.skipEmpty, skipFull = config.skipFull, perFile = config.perFile } = options;
  const { root: nycRoot } = config.selection;
  return {
    reporters: stdout === 'omit' ? reporter.filter((name) => !printsToStdout(name)) : reporter,
    directory: reportDir === undefined ? resolve(nycRoot, config.reportDirectory) : resolve(cwd, reportDir),
    root,
    sourceRoot,
    projectRoot: options.root === undefined && sourceRoot === root ? nycRoot : sourceRoot,
    watermarks: config.watermarks,
    skipEmpty,
    skipFull,
    perFile,
  };
}

/** @returns `undefined` if no threshold is checked */
function readThresholds(options: ReportOptions, config: NycConfig): Thresholds | undefined {
  const given = METRICS.filter((metric) => options[metric] !== undefined);
  const own = given.map((metric) => [metric, readThreshold(metric, options[metric])] as const);
  const isChecked = options.checkCoverage ?? (config.checkCoverage || given.length > 0);
  return isChecked
    ? { ...config.thresholds, ...(Object.fromEntries(own) as Partial<Record<Metric, number>>) }
    : undefined;
}
