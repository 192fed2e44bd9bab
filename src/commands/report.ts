/** `covermain report`: Istanbul's reports of any profiles, and the thresholds, as `nyc report` has them. */
import { resolve } from 'node:path';
import type { Coverage } from '../collect/read-coverage.js';
import { sourceStateOf } from '../collect/source-state.js';
import { findRoot } from '../project/find-root.js';
import {
  METRICS,
  type Metric,
  type NycConfig,
  readNycConfig,
  readThreshold,
  type Thresholds,
} from '../project/nyc-config.js';
import { drawIstanbulReport } from '../report/istanbul-report.js';
import { createSourceFinder, findOtherSources, noteOtherSources } from '../report/report-sources.js';
import { describeMiss, findMisses } from '../report/thresholds.js';
import { type CoverageOptions, requireCoverage } from './coverage.js';

/** What is not given is as `.nycrc` has it. */
export interface ReportOptions extends CoverageOptions, Partial<Readonly<Record<Metric, string>>> {
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
export async function report(options: ReportOptions): Promise<number> {
  const { cwd, say, reporter, perFile } = options;
  const config = await readNycConfig(findRoot(cwd));
  const reporters = reporter ?? config.reporters;
  const thresholds = readThresholds(options, config);
  const coverage = await requireCoverage(options);
  const directory = await draw(coverage, { ...options, reporter: reporters }, config);
  say(`report: ${directory} (${reporters.join(', ')})`);
  if (!thresholds) return 0;
  const misses = findMisses(coverage.map, thresholds, coverage.root, perFile ?? config.perFile);
  for (const miss of misses) say(describeMiss(miss));
  return misses.length > 0 ? 1 : 0;
}

/** @returns the folder that reports were written to, as it was given */
async function draw({ map, root }: Coverage, options: ReportOptions, config: NycConfig): Promise<string> {
  const { cwd, say, reporter = [], reportDir, skipEmpty, skipFull } = options;
  const others = findOtherSources(map, sourceStateOf);
  for (const note of noteOtherSources(others, root)) say(note);
  await drawIstanbulReport(map, {
    reporters: reporter,
    root: findRoot(cwd),
    directory:
      reportDir === undefined
        ? resolve(config.selection.root, config.reportDirectory)
        : resolve(cwd, reportDir),
    watermarks: config.watermarks,
    skipEmpty: skipEmpty ?? config.skipEmpty,
    skipFull: skipFull ?? config.skipFull,
    projectRoot: options.root === undefined ? config.selection.root : root,
    maxCols: process.stdout.columns || COLUMNS,
    sourceFinder: createSourceFinder(others, root),
  });
  return reportDir ?? config.reportDirectory;
}

/** @returns `undefined` where none is checked */
function readThresholds(options: ReportOptions, config: NycConfig): Thresholds | undefined {
  const given = METRICS.filter((metric) => options[metric] !== undefined);
  const own = given.map((metric) => [metric, readThreshold(`--${metric}`, options[metric])] as const);
  const isChecked = options.checkCoverage ?? (config.checkCoverage || given.length > 0);
  return isChecked ? { ...config.thresholds, ...Object.fromEntries(own) } : undefined;
}
