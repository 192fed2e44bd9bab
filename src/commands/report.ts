/** `covermain report`: Istanbul's reports of any profiles, and the thresholds, as `nyc report` has them. */
import { relative, resolve } from 'node:path';
import { openProgress } from '../collect/progress.js';
import type { Coverage } from '../collect/read-coverage.js';
import { sourceStateOf } from '../collect/source-state.js';
import {
  METRICS,
  type Metric,
  type NycConfig,
  readThreshold,
  type Thresholds,
} from '../project/nyc-config.js';
import { openProject } from '../project/project.js';
import { drawIstanbulReport } from '../report/istanbul-report.js';
import { createSourceFinder, findChangedSources, noteChanged } from '../report/report-sources.js';
import { describeMissedThreshold, findMissedThresholds } from '../report/thresholds.js';
import { type CoverageOptions, requireCoverage } from './require-coverage.js';

/** What is not given is as `.nycrc` has it. */
export interface ReportCommandOptions extends CoverageOptions, Partial<Readonly<Record<Metric, string>>> {
  /** By name. */
  readonly reporter?: readonly string[];
  /** Relative to where the command is run. */
  readonly reportDir?: string;
  readonly skipEmpty?: boolean;
  readonly skipFull?: boolean;
  /** @default whether `.nycrc` says so, or a threshold is given */
  readonly checkCoverage?: boolean;
  readonly perFile?: boolean;
}

/** Where stdout is no terminal; nyc's. */
const COLUMNS = 100;

/**
 * Sources that are not the ones that were measured are named, and their text is in no report.
 *
 * @returns the exit code: 1 where a threshold is missed
 * @throws SettingError for a threshold that is none; CovermainError `CONFIG_UNREADABLE`, `REPORTER_UNKNOWN`,
 * `OUTPUT_NOT_WRITABLE`, and as `requireCoverage`
 */
export async function reportCommand(options: ReportCommandOptions): Promise<number> {
  const { cwd, logLine } = options;
  const project = await openProject(cwd);
  const { config } = project;
  const thresholds = readThresholds(options, config);
  const { map, root } = await requireCoverage(options, project);
  const { reporter = config.reporters, perFile = config.perFile } = options;
  const layout = layoutOf(options, config, root);
  await drawIstanbulReport(map, {
    reporters: reporter,
    root: project.root,
    ...layout,
    ...openSources(map, root, logLine),
  });
  logLine(`report: ${relative(cwd, layout.directory) || '.'} (${reporter.join(', ')})`);
  const misses = thresholds ? findMissedThresholds(map, thresholds, root, perFile) : [];
  for (const miss of misses) logLine(describeMissedThreshold(miss));
  return misses.length > 0 ? 1 : 0;
}

/** Where reports go and how they look. @param root absolute path of the folder that sources are in */
function layoutOf(options: ReportCommandOptions, config: NycConfig, root: string) {
  const { cwd, reportDir, skipEmpty = config.skipEmpty, skipFull = config.skipFull } = options;
  // nyc's own folder, unless the sources are elsewhere.
  const { root: nycFolder } = config.selection;
  return {
    directory: reportDir === undefined ? resolve(nycFolder, config.reportDirectory) : resolve(cwd, reportDir),
    projectRoot: options.root === undefined ? nycFolder : root,
    watermarks: config.watermarks,
    maxCols: process.stdout.columns || COLUMNS,
    skipEmpty,
    skipFull,
  };
}

/** What reporters get sources from. It says which are not the ones that were measured, and shows how far a reporter is. */
function openSources(map: Coverage['map'], root: string, logLine: ReportCommandOptions['logLine']) {
  const others = findChangedSources(map, sourceStateOf);
  const note = noteChanged(others, root);
  if (note !== undefined) logLine(note);
  const find = createSourceFinder(others, root);
  const files = Object.keys(map).length;
  const progress = openProgress('drawing files');
  let drawn = 0;
  return {
    sourceFinder(path: string) {
      progress.update(++drawn, files);
      return find(path);
    },
    onDrawn() {
      drawn = 0;
      progress.close();
    },
  };
}

/** @returns `undefined` where none is checked */
function readThresholds(options: ReportCommandOptions, config: NycConfig): Thresholds | undefined {
  const given = METRICS.filter((metric) => options[metric] !== undefined);
  const own = given.map((metric) => [metric, readThreshold(`--${metric}`, options[metric])] as const);
  const isChecked = options.checkCoverage ?? (config.checkCoverage || given.length > 0);
  return isChecked ? { ...config.thresholds, ...Object.fromEntries(own) } : undefined;
}
