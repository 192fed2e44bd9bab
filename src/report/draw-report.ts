/** Draws reports of a coverage map and checks thresholds, for every command that reports coverage. */
import type { TrustedRoots } from '../collect/packages/trusted-roots.js';
import { openProgress, type Progress } from '../collect/progress.js';
import { type FoundSource, findSource } from '../collect/source-state.js';
import { type IstanbulFile, sourceHashOf } from '../interchange/from-istanbul.js';
import type { NycConfig, Thresholds } from '../project/nyc-config.js';
import type { MissedThreshold } from './coverage-document.js';
import { drawIstanbulReport } from './istanbul-report.js';
import { listFiles } from './list-files.js';
import { createSourceFinder, findChangedSources, noteChanged } from './report-sources.js';
import type { ReporterDetails } from './reporter.js';
import { findMissedThresholds } from './thresholds.js';

/** Coverage by absolute path. */
export type ReportedCoverage = Readonly<Record<string, IstanbulFile>>;

export interface DrawReportOptions
  extends Pick<NycConfig, 'watermarks' | 'skipEmpty' | 'skipFull'>,
    ReporterDetails {
  /** Names of reporters. */
  readonly reporters: readonly string[];
  /** Absolute path of the directory that reports are written to. */
  readonly directory: string;
  /** Absolute path of the project, in which packages with reporters are looked up. */
  readonly root: string;
  /** Absolute path that paths in reports are relative to. */
  readonly projectRoot: string;
  /** Absolute path that messages name sources relative to. */
  readonly sourceRoot: string;
  readonly trustedRoots: TrustedRoots;
  /** `undefined` checks no threshold. */
  readonly thresholds: Thresholds | undefined;
  /** Whether the thresholds apply to each file by itself. */
  readonly perFile: boolean;
  /** Called before each source that a reporter shows, and after each reporter. @default nothing */
  readonly onStep?: () => void;
  /** Progress of the longer work that this belongs to. @default a new progress bar */
  readonly progress?: Progress;
  /** As in `IstanbulReportOptions`. */
  readonly onText?: (text: string) => void;
  /** Aborts the work before the next reporter. */
  readonly signal?: AbortSignal;
  readonly logLine: (line: string) => void;
}

/** Width of tables in columns if stdout is not a terminal, as nyc has it. */
const DEFAULT_COLUMNS = 100;

/**
 * Draws one report after the other. Warns about sources that have changed since they were measured; reports do not show
 * the text of these sources.
 *
 * @returns the thresholds that were missed
 * @throws CovermainError `REPORTER_UNKNOWN` before anything is written, `OUTPUT_NOT_WRITABLE`
 */
export async function drawReport(
  map: ReportedCoverage,
  options: DrawReportOptions,
): Promise<readonly MissedThreshold[]> {
  const { sourceRoot, trustedRoots, thresholds, perFile, logLine } = options;
  const find = (file: IstanbulFile) => findSource({ ...file, hash: sourceHashOf(file) }, trustedRoots);
  const changed = findChangedSources(map, (file) => find(file).state);
  for (const warning of noteChanged(changed, sourceRoot, trustedRoots[0])) logLine(warning);
  const note = noteEmpty(map, options);
  if (note !== undefined) logLine(note);
  // A source may change after the warnings, so its hash is compared again when it is drawn. To keep all texts would take memory.
  const findByPath = (path: string): FoundSource | undefined => {
    const file = map[path];
    return file && find(file);
  };
  await drawIstanbulReport(map, {
    ...options,
    ...followProgress(createSourceFinder(findByPath, sourceRoot), Object.keys(map).length, options),
    maxCols: (!options.onText && process.stdout.columns) || DEFAULT_COLUMNS,
  });
  return thresholds ? findMissedThresholds(map, thresholds, sourceRoot, perFile) : [];
}

/**
 * Returns a note about files without code to count, such as files that contain only types. Istanbul's table shows 0 for them,
 * which looks like code that never ran. Returns `undefined` if the table shows no such file.
 */
function noteEmpty(
  map: ReportedCoverage,
  { reporters, skipEmpty, sourceRoot }: DrawReportOptions,
): string | undefined {
  if (skipEmpty || !reporters.includes('text')) return undefined;
  const empty = Object.values(map)
    .filter(hasNothingToCount)
    .map(({ path }) => path);
  if (empty.length === 0) return undefined;
  return `nothing to count, so the table shows 0: ${listFiles(empty, sourceRoot)}. To leave them out: "skip-empty": true in .nycrc`;
}

function hasNothingToCount({ statementMap, fnMap, branchMap }: ReportedCoverage[string]): boolean {
  return [statementMap, fnMap, branchMap].every((items) => Object.keys(items).length === 0);
}

/** Wraps a source finder, so that it shows which of the files a reporter draws. */
function followProgress(
  findSource: (path: string) => string,
  files: number,
  { onStep = () => {}, progress = openProgress('') }: Pick<DrawReportOptions, 'onStep' | 'progress'>,
): { readonly sourceFinder: typeof findSource; readonly onDrawn: () => void } {
  progress.begin('drawing files');
  let drawn = 0;
  return {
    sourceFinder(path) {
      onStep();
      progress.update(++drawn, files);
      return findSource(path);
    },
    onDrawn() {
      onStep();
      drawn = 0;
      progress.close();
    },
  };
}
