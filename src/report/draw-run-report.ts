/** Draws the reports of a run with Istanbul's reporters, and checks its thresholds. */
import { resolve } from 'node:path';
import type { NycConfig } from '../project/nyc-config.js';
import { resolveLinks } from '../project/package.js';
import type { SignalRelay } from '../run/signal-relay.js';
import type { RunContext } from '../settings/run-context.js';
import type { MissedThreshold } from './coverage-document.js';
import { drawReport, type ReportedCoverage } from './draw-report.js';
import { readReportDetails } from './read-report-details.js';
import { describeWrittenReports, printsToStdout } from './reporters.js';
import { type RunNote, reportFailed } from './run-note.js';
import { describeMissedThreshold } from './thresholds.js';

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

export interface DrawnReport {
  readonly missed: readonly MissedThreshold[];
  /** Reasons why a report could not be drawn. */
  readonly failures: readonly RunNote[];
  /** Lines to log: where the reports are, and the missed thresholds. */
  readonly lines: readonly string[];
}

/**
 * Draws the reports of a run. A failure becomes a note, because the profile and the other notes are worth as much without
 * reports.
 */
export async function drawRunReport(
  coverage: ReportedCoverage,
  run: RunContext,
  options: RunReportOptions,
): Promise<DrawnReport> {
  const { config, signals, reportDirectory, logLine } = options;
  // Drawing blocks the event loop, so that this process could not handle a signal.
  signals.release();
  try {
    const reading = {
      projectRoot: run.root,
      root: run.root,
      cwd: run.root,
      environment: process.env,
      config,
      reportRoot: config.selection.root,
      logLine,
    };
    const details = await readReportDetails(coverage, reportersOf(options), [run.directory], reading);
    const missed = await drawReport(coverage, {
      ...config,
      ...details,
      reporters: reportersOf(options),
      directory: resolve(config.selection.root, reportDirectory ?? config.reportDirectory),
      root: run.root,
      projectRoot: config.selection.root,
      sourceRoot: run.root,
      trustedRoots: [resolveLinks(run.root), resolveLinks(config.selection.root)],
      thresholds: config.checkCoverage ? config.thresholds : undefined,
      onStep: signals.release,
      logLine,
    }).finally(details.close);
    return { missed, failures: [], lines: describeReport(missed, options) };
  } catch (error) {
    return { missed: [], failures: [reportFailed(error)], lines: [] };
  }
}

function reportersOf({ config, isJson, reporters = config.reporters }: RunReportOptions): readonly string[] {
  return isJson ? reporters.filter((name) => !printsToStdout(name)) : reporters;
}

function describeReport(missed: readonly MissedThreshold[], options: RunReportOptions): readonly string[] {
  const { config, reportDirectory = config.reportDirectory } = options;
  const written = describeWrittenReports(reportDirectory, reportersOf(options));
  const report = written === undefined ? [] : [`report:  ${written}`];
  return [...report, ...missed.map(describeMissedThreshold)];
}
