/** Reports a run: draws its reports, checks its thresholds, and logs what the reports do not show. */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { NycConfig } from '../project/nyc-config.js';
import { findReadFailure } from '../run-log/json-lines.js';
import type { RunEvent } from '../run-log/run-event.js';
import { readRunLogContent } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import { awaitRunProcesses } from './await-run-processes.js';
import type { MissedThreshold } from './coverage-document.js';
import type { ReportedCoverage } from './draw-report.js';
import type { DrawnReport, RunReportOptions } from './draw-run-report.js';
import { formatRunNote } from './format-notes.js';
import type { NeverLoadedFiles } from './never-loaded.js';
import { readRunResults } from './read-run-results.js';
import { type RunNote, reportFailed } from './run-note.js';
import { findRunNotes } from './run-notes.js';
import { NO_RESULTS, type RunResults } from './run-results.js';
import { findUnselected } from './unselected.js';

export interface RunReport {
  /** 1 if a threshold is missed, a profile cannot be read, or a report cannot be drawn; otherwise 0. */
  readonly exitCode: number;
  readonly notes: readonly RunNote[];
  /** Empty if nothing was counted, or if neither a report nor a JSON document is wanted. */
  readonly coverage: ReportedCoverage;
  readonly missedThresholds: readonly MissedThreshold[];
}

/** Reports what a run measured. If nothing was counted, draws no table of zeros, and logs why instead. */
export async function reportRun(run: RunContext, options: RunReportOptions): Promise<RunReport> {
  const { config, grace, logLine, isDrawn = true, isJson = false } = options;
  const running = await awaitRunProcesses(run, grace, logLine);
  // Read after the processes have ended, because they log how they end.
  const { values: log, ...ignored } = readRunLogContent(run.log);
  const failures: RunNote[] = [];
  /** The command has ended, so an error must neither hide its exit code nor the rest of the report. */
  const attempt = async <Result>(work: Promise<Result>, otherwise: Result, context?: string) => {
    try {
      return await work;
    } catch (error) {
      failures.push(reportFailed(error, context));
      return otherwise;
    }
  };
  const measured = await attempt(
    readRunResults(run, isDrawn || isJson),
    UNKNOWN_RESULTS,
    `Cannot read the profile directory ${run.directory}`,
  );
  const isReported = (isDrawn || isJson) && measured.isCounted;
  const neverLoaded =
    isReported && config.all
      ? await attempt(addNeverLoaded(run, loadedIn(measured, log), logLine), NOTHING_ADDED)
      : NOTHING_ADDED;
  const coverage = isReported ? await attempt(addUp(measured, neverLoaded, config), {}) : {};
  const drawn = isReported && isDrawn ? await draw(coverage, run, options) : NOT_DRAWN;
  const unselected = findUnselected(run, log);
  const { notMeasured } = neverLoaded;
  const logFailure = findLogFailure(run.log, log);
  const notes = [
    ...failures,
    ...drawn.failures,
    ...findRunNotes({ run, log, ignored, logFailure, measured, running, notMeasured, unselected }),
  ];
  for (const line of notes.flatMap((note) => formatRunNote(note, run.root))) logLine(line);
  logLine(`profile: ${relative(run.root, run.directory)}`);
  for (const line of drawn.lines) logLine(line);
  const hasFailed = failures.length > 0;
  return {
    exitCode: hasFailed ? 1 : exitCodeOf(drawn, measured),
    notes,
    coverage,
    missedThresholds: drawn.missed,
  };
}

/** Returns why a log says nothing; `undefined` if it has events, or if no process of the run has created it. */
function findLogFailure(path: string, log: readonly RunEvent[]): string | undefined {
  if (log.length > 0) return undefined;
  const failure = findReadFailure(path);
  if (failure !== undefined || !existsSync(path)) return failure;
  return 'it has no valid line, because it is damaged or could not be written';
}

/** Results of a directory that cannot be read. */
const UNKNOWN_RESULTS: RunResults = { ...NO_RESULTS, mayHaveCounted: true };

const NOTHING_ADDED: NeverLoadedFiles = { zeros: {}, notMeasured: [] };

// Istanbul's libraries and the engines take 100 ms to load. Runs without a report do not need them.

/** Returns the files that profiles count, and the sources of compiled files that were not traced to them. */
function loadedIn({ loaded }: RunResults, log: readonly RunEvent[]): ReadonlySet<string> {
  const untraced = log.filter(
    ({ event }) => event === 'source map unusable' || event === 'evaluated without map',
  );
  const sources = untraced.flatMap((event) => ('sources' in event ? event.sources : []));
  return new Set([...loaded, ...sources]);
}

async function addNeverLoaded(
  run: RunContext,
  loaded: ReadonlySet<string>,
  logLine: RunReportOptions['logLine'],
): Promise<NeverLoadedFiles> {
  const { findNeverLoaded } = await import('./never-loaded.js');
  return findNeverLoaded(run, loaded, logLine);
}

async function addUp(
  { coverage }: RunResults,
  { zeros }: NeverLoadedFiles,
  config: NycConfig,
): Promise<ReportedCoverage> {
  const { addUpCoverage } = await import('./run-coverage.js');
  return addUpCoverage([...coverage, zeros], config);
}

async function draw(
  coverage: ReportedCoverage,
  run: RunContext,
  options: RunReportOptions,
): Promise<DrawnReport> {
  const { drawRunReport } = await import('./draw-run-report.js');
  return drawRunReport(coverage, run, options);
}

const NOT_DRAWN: DrawnReport = { missed: [], failures: [], lines: [] };

function exitCodeOf({ missed, failures }: DrawnReport, { unreadable }: RunResults): number {
  return missed.length + failures.length + unreadable.length > 0 ? 1 : 0;
}
