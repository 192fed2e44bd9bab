/** `covermain report`: draws Istanbul's reports of any profiles and checks thresholds, as `nyc report` does. */

import { relative, resolve } from 'node:path';
import type { Coverage } from '../collect/read-coverage.js';
import {
  METRICS,
  type Metric,
  type NycConfig,
  readThreshold,
  type Thresholds,
} from '../project/nyc-config.js';
import { resolveLinks } from '../project/package.js';
import { openProject, type Project } from '../project/project.js';
import type { MissedThreshold } from '../report/coverage-document.js';
import { drawReport } from '../report/draw-report.js';
import { printsToStdout } from '../report/reporters.js';
import { summarizeCoverage } from '../report/summary.js';
import { describeMissedThreshold } from '../report/thresholds.js';
import type { ReportDocument } from './documents.js';
import { printJson } from './print.js';
import { type CoverageOptions, requireCoverage } from './require-coverage.js';

/** Options default to the configuration in `.nycrc`. */
export interface ReportCommandOptions extends CoverageOptions, Partial<Readonly<Record<Metric, string>>> {
  /** Names of reporters. */
  readonly reporter?: readonly string[];
  /** Relative to `cwd`. */
  readonly reportDir?: string;
  readonly skipEmpty?: boolean;
  readonly skipFull?: boolean;
  /** @default true if `.nycrc` sets `check-coverage` or a threshold is given */
  readonly checkCoverage?: boolean;
  readonly perFile?: boolean;
  /** Whether a `ReportDocument` is printed in place of reports on stdout. Reporters still write files. */
  readonly json?: boolean;
}

/**
 * Draws the reports. Warns about sources that are not the measured ones, whose text no report shows.
 *
 * @returns the exit code: 1 if a threshold is missed
 * @throws SettingError for an invalid threshold; CovermainError `CONFIG_UNREADABLE`, `REPORTER_UNKNOWN`,
 * `OUTPUT_NOT_WRITABLE`, and the errors of `requireCoverage`
 */
export async function reportCommand(options: ReportCommandOptions): Promise<number> {
  const { cwd, json, print, logLine } = options;
  const project = await openProject(cwd);
  const thresholds = readThresholds(options, project.config);
  const { map, root, trustedRoots } = await requireCoverage(options, project);
  const layout = layoutOf(options, project, root);
  const missed = await drawReport(map, {
    ...layout,
    // The project's own configuration may select sources outside of the project.
    trustedRoots:
      options.root === undefined
        ? [...trustedRoots, resolveLinks(project.config.selection.root)]
        : trustedRoots,
    thresholds,
    logLine,
  });
  const { directory, reporters } = layout;
  if (reporters.length > 0) logLine(`report: ${relative(cwd, directory) || '.'} (${reporters.join(', ')})`);
  for (const miss of missed) logLine(describeMissedThreshold(miss));
  if (json) printJson(print, toDocument({ map, root }, layout, missed));
  return missed.length > 0 ? 1 : 0;
}

/** Returns where reports go and how they look. @param sourceRoot absolute path of the directory with the sources */
function layoutOf(options: ReportCommandOptions, { root, config }: Project, sourceRoot: string) {
  const { cwd, json, reportDir, reporter = config.reporters } = options;
  const { skipEmpty = config.skipEmpty, skipFull = config.skipFull, perFile = config.perFile } = options;
  const { root: nycRoot } = config.selection;
  return {
    reporters: json ? reporter.filter((name) => !printsToStdout(name)) : reporter,
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

function toDocument(
  { map, root }: Pick<Coverage, 'map' | 'root'>,
  { directory, reporters }: ReportDocument['report'],
  thresholds: readonly MissedThreshold[],
): ReportDocument {
  return { ...summarizeCoverage(map, root), thresholds, report: { directory, reporters } };
}

/** @returns `undefined` if no threshold is checked */
function readThresholds(options: ReportCommandOptions, config: NycConfig): Thresholds | undefined {
  const given = METRICS.filter((metric) => options[metric] !== undefined);
  const own = given.map((metric) => [metric, readThreshold(`--${metric}`, options[metric])] as const);
  const isChecked = options.checkCoverage ?? (config.checkCoverage || given.length > 0);
  return isChecked ? { ...config.thresholds, ...Object.fromEntries(own) } : undefined;
}
