/** The report of a run: nyc's tables and files, and beside them what they do not show. */
import { relative } from 'node:path';
import type { NycConfig } from '../project/nyc-config.js';
import { reportCommandLine } from '../run/command-lines.js';
import { awaitProcesses } from '../run/processes.js';
import { runCommandLine } from '../run/run-command-line.js';
import type { SignalRelay } from '../run/signal-relay.js';
import { livingPids, readRunLog } from '../run-log/run-log.js';
import type { Environment } from '../settings/index.js';
import type { RunContext } from '../settings/run-context.js';
import { formatRunNote } from './format-notes.js';
import { writeNeverLoaded } from './never-loaded.js';
import { findRunNotes } from './run-notes.js';
import { type RunResults, readRunResults } from './run-results.js';
import { findUnselected } from './unselected.js';

export interface RunReportOptions {
  readonly config: NycConfig;
  /** Milliseconds that processes the app has started may take to end, once the window has. */
  readonly grace: number;
  readonly environment: Environment;
  readonly signals: SignalRelay;
  /** Whether the report is drawn, or only what it would not show is said. @default true */
  readonly isDrawn?: boolean;
  /** In place of those of `.nycrc`. */
  readonly reporters?: readonly string[];
  /** In place of that of `.nycrc`. */
  readonly reportDirectory?: string;
  /** Where lines for people go. */
  readonly logLine: (line: string) => void;
}

/**
 * Reports what a run measured. Where nothing was counted it draws no table of zeros, and says why instead.
 *
 * @returns the exit code: 1 where a threshold of `.nycrc` is missed or a profile cannot be read
 */
export async function reportRun(run: RunContext, options: RunReportOptions): Promise<number> {
  const { config, grace, logLine, isDrawn = true } = options;
  const { reporters = config.reporters, reportDirectory = config.reportDirectory } = options;
  const running = await awaitProcesses(livingPids(readRunLog(run.log)), grace);
  // Only now: those that were waited for have told how they ended.
  const log = readRunLog(run.log);
  const measured = await readRunResults(run, isDrawn);
  const isReported = isDrawn && measured.isCounted;
  const notMeasured = isReported && config.all ? await writeNeverLoaded(run, measured, logLine) : [];
  const exitCode = isReported ? await drawReport(run, measured, options) : 0;
  const unselected = findUnselected(run, log);
  const notes = findRunNotes({ run, log, measured, running, notMeasured, unselected });
  for (const line of notes.flatMap((note) => formatRunNote(note, run.root))) logLine(line);
  logLine(`profile: ${relative(run.root, run.directory)}`);
  if (isReported) logLine(`report:  ${reportDirectory} (${reporters.join(', ')})`);
  return exitCode || (measured.unreadable.length > 0 ? 1 : 0);
}

function drawReport(
  run: RunContext,
  { folder }: RunResults,
  { config, environment, signals, reporters, reportDirectory }: RunReportOptions,
): Promise<number> {
  const chain = reportCommandLine(run, {
    folder,
    environment,
    excludeAfterRemap: config.excludeAfterRemap,
    ...(reporters ? { reporters } : {}),
    ...(reportDirectory === undefined ? {} : { reportDirectory }),
  });
  return runCommandLine(chain, { signals, isShielded: true });
}
