/** Reports a run: draws its reports, checks its thresholds, and logs what the reports do not show. */
import { relative } from 'node:path';
import type { NycConfig } from '../project/nyc-config.js';
import { awaitProcesses } from '../run/processes.js';
import { livingPids, readRunLog } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import type { MissedThreshold } from './coverage-document.js';
import type { ReportedCoverage } from './draw-report.js';
import type { DrawnReport, RunReportOptions } from './draw-run-report.js';
import { formatRunNote } from './format-notes.js';
import type { NeverLoadedFiles } from './never-loaded.js';
import type { RunNote } from './run-note.js';
import { findRunNotes } from './run-notes.js';
import { type RunResults, readRunResults } from './run-results.js';
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
  const running = await awaitProcesses(livingPids(readRunLog(run.log)), grace);
  // Read after the processes have ended, because they log how they end.
  const log = readRunLog(run.log);
  const measured = await readRunResults(run, isDrawn || isJson);
  const isReported = (isDrawn || isJson) && measured.isCounted;
  const neverLoaded = isReported && config.all ? await addNeverLoaded(run, measured, logLine) : NOTHING_ADDED;
  const coverage = isReported ? await addUp(measured, neverLoaded, config) : {};
  const drawn = isReported && isDrawn ? await draw(coverage, run, options) : NOT_DRAWN;
  const unselected = findUnselected(run, log);
  const { notMeasured } = neverLoaded;
  const notes = [
    ...drawn.failures,
    ...findRunNotes({ run, log, measured, running, notMeasured, unselected }),
  ];
  for (const line of notes.flatMap((note) => formatRunNote(note, run.root))) logLine(line);
  logLine(`profile: ${relative(run.root, run.directory)}`);
  for (const line of drawn.lines) logLine(line);
  return { exitCode: exitCodeOf(drawn, measured), notes, coverage, missedThresholds: drawn.missed };
}

const NOTHING_ADDED: NeverLoadedFiles = { zeros: {}, notMeasured: [] };

// Istanbul's libraries and the engines take 100 ms to load. Runs without a report do not need them.

async function addNeverLoaded(
  run: RunContext,
  { loaded }: RunResults,
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
