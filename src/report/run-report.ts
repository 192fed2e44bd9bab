/** Reports a run: draws its reports, checks its thresholds, and logs what the reports do not show. */
import { relative, resolve } from 'node:path';
import { CovermainError, describeError } from '../platform/errors.js';
import type { NycConfig } from '../project/nyc-config.js';
import { awaitProcesses } from '../run/processes.js';
import type { SignalRelay } from '../run/signal-relay.js';
import { livingPids, readRunLog } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import type { MissedThreshold } from './coverage-document.js';
import { drawReport, type ReportedCoverage } from './draw-report.js';
import { formatRunNote } from './format-notes.js';
import { findNeverLoaded, type NeverLoadedFiles } from './never-loaded.js';
import { printsToStdout } from './reporters.js';
import { addUpCoverage } from './run-coverage.js';
import type { RunNote } from './run-note.js';
import { findRunNotes } from './run-notes.js';
import { type RunResults, readRunResults } from './run-results.js';
import { describeMissedThreshold } from './thresholds.js';
import { findUnselected } from './unselected.js';

export interface RunReportOptions {
  readonly config: NycConfig;
  /** Milliseconds that processes which the app started may take to end, after the program ended. */
  readonly grace: number;
  readonly signals: SignalRelay;
  /** Whether reports are drawn and thresholds checked. @default true */
  readonly isDrawn?: boolean;
  /** Whether the caller prints a JSON document to stdout, so that reporters must not print there. @default false */
  readonly isJson?: boolean;
  /** Names of reporters. @default those of `.nycrc` */
  readonly reporters?: readonly string[];
  /** Relative to nyc's `cwd`. @default that of `.nycrc` */
  readonly reportDirectory?: string;
  readonly logLine: (line: string) => void;
}

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
  const neverLoaded =
    isReported && config.all ? await findNeverLoaded(run, measured.loaded, logLine) : NOTHING_ADDED;
  const coverage = isReported ? await addUpCoverage([...measured.coverage, neverLoaded.zeros], config) : {};
  const drawn = isReported && isDrawn ? await drawRunReport(coverage, run, options) : NOT_DRAWN;
  const unselected = findUnselected(run, log);
  const { notMeasured } = neverLoaded;
  const notes = [
    ...drawn.failures,
    ...findRunNotes({ run, log, measured, running, notMeasured, unselected }),
  ];
  for (const line of notes.flatMap((note) => formatRunNote(note, run.root))) logLine(line);
  logLine(`profile: ${relative(run.root, run.directory)}`);
  if (isReported && isDrawn) logReport(drawn, options);
  return { exitCode: exitCodeOf(drawn, measured), notes, coverage, missedThresholds: drawn.missed };
}

const NOTHING_ADDED: NeverLoadedFiles = { zeros: {}, notMeasured: [] };

interface DrawnReport {
  readonly missed: readonly MissedThreshold[];
  /** Reasons why a report could not be drawn. */
  readonly failures: readonly RunNote[];
}

const NOT_DRAWN: DrawnReport = { missed: [], failures: [] };

/** A failure becomes a note, because the profile and the other notes are worth as much without reports. */
async function drawRunReport(
  coverage: ReportedCoverage,
  run: RunContext,
  options: RunReportOptions,
): Promise<DrawnReport> {
  const { config, signals, reportDirectory, logLine } = options;
  // Drawing blocks the event loop, so that this process could not handle a signal.
  signals.release();
  try {
    const missed = await drawReport(coverage, {
      ...config,
      reporters: reportersOf(options),
      directory: resolve(config.selection.root, reportDirectory ?? config.reportDirectory),
      root: run.root,
      projectRoot: config.selection.root,
      sourceRoot: run.root,
      thresholds: config.checkCoverage ? config.thresholds : undefined,
      onStep: signals.release,
      logLine,
    });
    return { missed, failures: [] };
  } catch (error) {
    const reason = error instanceof CovermainError ? error.message : describeError(error);
    return { missed: [], failures: [{ kind: 'report-failed', reason }] };
  }
}

function reportersOf({ config, isJson, reporters = config.reporters }: RunReportOptions): readonly string[] {
  return isJson ? reporters.filter((name) => !printsToStdout(name)) : reporters;
}

function logReport({ missed, failures }: DrawnReport, options: RunReportOptions): void {
  const { config, reportDirectory = config.reportDirectory, logLine } = options;
  const reporters = reportersOf(options);
  if (failures.length === 0 && reporters.length > 0)
    logLine(`report:  ${reportDirectory} (${reporters.join(', ')})`);
  for (const miss of missed) logLine(describeMissedThreshold(miss));
}

function exitCodeOf({ missed, failures }: DrawnReport, { unreadable }: RunResults): number {
  return missed.length + failures.length + unreadable.length > 0 ? 1 : 0;
}
