/** `covermain run COMMAND`: runs any command, measures every Node process that it starts, then reports. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import ms from 'ms';
import { announceRun } from '../agent/peers/announced-runs.js';
import type { ConfigFile } from '../config-file/read-config-file.js';
import { readRunSettings } from '../config-file/read-run-settings.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { createProfileDirectory, removeUnusedDirectory } from '../profile/store/directory-layout.js';
import { findProjectRoot } from '../project/find-root.js';
import { type NycConfig, readNycConfig } from '../project/nyc-config.js';
import type { RunReportOptions } from '../report/draw-run-report.js';
import type { RunReport } from '../report/run-report.js';
import { programCommandLine } from '../run/command-lines.js';
import { createRunContext } from '../run/create-run-context.js';
import { findMeasuredWriters, relayDumps } from '../run/dump-relay.js';
import { endOnStop } from '../run/end-on-stop.js';
import { logHttpUrl } from '../run/log-http-url.js';
import { passSignalsOnce } from '../run/pass-signals-once.js';
import type { CommandEnd } from '../run/process-end.js';
import { signalProcess } from '../run/processes.js';
import { runCommandLine } from '../run/run-command-line.js';
import { withoutSharedCache } from '../run/shared-directories.js';
import { openSignalRelay, type SignalRelay } from '../run/signal-relay.js';
import { enforceTimeLimit } from '../run/time-limit.js';
import { journalOf, readJournal } from '../run-log/journal.js';
import { findLogWriters } from '../run-log/log-writers.js';
import { measuredPids, unmeasuredStartsOf } from '../run-log/logged-processes.js';
import { readRunLog } from '../run-log/run-log.js';
import { RUNS_DIRECTORY } from '../settings/directory.js';
import { refuseEngine } from '../settings/engine.js';
import type { Environment, Settings } from '../settings/index.js';
import type { RunContext } from '../settings/run-context.js';
import { withoutUi } from '../settings/ui.js';
import type { RunDocument } from './documents.js';
import { type Print, printJson } from './print.js';
import { checkReporters, type ReportFlags, reportOptionsOf } from './report-flags.js';
import { type RunPage, startRunPage } from './run-page.js';

/** Options by the names that commander derives from the flags. Those of the settings have the settings' keys. */
export interface RunFlags extends ReportFlags {
  /** Whether a `RunDocument` is printed in place of reports on stdout. Reporters still write files. */
  readonly json?: boolean;
}

export interface RunCommandOptions {
  /** The command and its arguments. */
  readonly command: readonly string[];
  readonly flags: RunFlags;
  readonly cwd: string;
  readonly environment: Environment;
  /** Prints to stdout. */
  readonly print: Print;
  /** Prints to stderr. */
  readonly logLine: (line: string) => void;
  /** Called when the run is over, with the absolute path of the cache that it may write. @default does nothing */
  readonly onCache?: (directory: string) => void;
  /** Called when SIGINT has ended the command, before anything is printed. @default does nothing */
  readonly onInterrupted?: () => void;
}

/**
 * Runs the command and reports.
 *
 * @returns how the command ended; if its exit code is 0, the exit code of the report
 * @throws CovermainError before anything is started, if a setting, the configuration or the command is refused
 */
export async function runCommand(options: RunCommandOptions): Promise<CommandEnd> {
  const { cwd, flags, print } = options;
  const program = requireProgram(options);
  const started = new Date();
  const root = findProjectRoot(cwd);
  const merged = await readRunSettings({ root, flags, environment: options.environment, started });
  const { settings, environment, configFile } = merged;
  const refused = refuseEngine(settings.engine, 'under `covermain run`');
  if (refused) throw merged.inTerms(refused);
  const config = await readNycConfig(root);
  checkReporters(flags, { configFile, config }, root);
  const isNew = !existsSync(resolve(root, settings.directory));
  const directory = createProfileDirectory(root, settings.directory, RUNS_DIRECTORY);
  const created = createRunContext({
    root,
    directory,
    config,
    settings,
    environment,
    started,
    label: flags.label,
  });
  const run = withoutSharedCache(created, options.logLine);
  const signals = openSignalRelay();
  const stopDumpRelay = relayDumps(run);
  const stopAnnouncing = announceRun(run, { endsOnStop: true });
  const stopWaitingForUrl = logHttpUrl(run, options.logLine);
  let page: RunPage | undefined;
  const onStarted = () => {
    if (settings.isUiServed) page = startRunPage({ run, config, environment, logLine: options.logLine });
  };
  try {
    const commandRun: CommandRun = {
      ...options,
      run,
      program,
      environment,
      settings,
      configFile,
      signals,
      onStarted,
    };
    const ended = runToEnd(commandRun)
      .finally(stopWaitingForUrl)
      .catch((error: unknown) => {
        if (isNew) removeUnusedDirectory(directory);
        throw notStarted(program, error);
      });
    // Loaded while the command runs.
    const [end, { reportRun }] = await Promise.all([ended, import('../report/run-report.js')]);
    if (end.exitCode === INTERRUPTED) options.onInterrupted?.();
    const report = await reportRun(run, reportOptionsOfRun(commandRun, config));
    const exitCode = end.exitCode || report.exitCode;
    if (flags.json) printJson(print, await toRunDocument(run, report, exitCode));
    else if (Object.keys(report.coverage).length > 0) {
      const { logRunNews } = await import('./log-run-news.js');
      await logRunNews(run, { ...options, environment, coverage: report.coverage });
    }
    if (run.cache !== null) options.onCache?.(run.cache);
    return { ...end, exitCode };
  } finally {
    await page?.end();
    stopDumpRelay();
    stopAnnouncing();
    signals.close();
  }
}

interface CommandRun extends RunCommandOptions {
  readonly run: RunContext;
  readonly program: string;
  readonly settings: Settings;
  readonly configFile: ConfigFile;
  readonly signals: SignalRelay;
  /** Called when the command has started. */
  readonly onStarted: () => void;
}

/** @returns how the command ended; with exit code 0 if it ended in order after it was asked to end */
async function runToEnd(commandRun: CommandRun): Promise<CommandEnd> {
  const { command, run, program, cwd, settings, signals, logLine, onStarted } = commandRun;
  const environment = withoutUi(commandRun.environment);
  const { timeout, grace } = settings;
  let isTimedOut = false;
  let commandPid: number | undefined;
  const pids = () => findMeasuredWriters(run.log);
  const onStart = (child: ChildProcess) => {
    commandPid = child.pid;
    if (child.pid !== undefined) onStarted();
    endOnStop(child, { isRequested: () => isStopRequested(run), pids, grace });
    enforceTimeLimit(child, {
      timeout,
      grace,
      pids,
      onTimeout() {
        isTimedOut = true;
        logLine(`the timeout of ${ms(timeout ?? 0)} ends the command`);
      },
    });
  };
  const commandLine = programCommandLine(run, { program, args: command.slice(1), cwd, environment });
  const passSignals = passSignalsOnce({ signals, dumpSignal: run.controls.signal });
  const end = await runCommandLine(commandLine, { passSignals, onStart });
  if (!isTimedOut && !isStopRequested(run)) return end;
  // Shells do not pass signals on. Agents end the measured processes; nobody else ends these.
  for (const pid of unmeasuredPids(run)) signalProcess(pid, 'SIGTERM');
  const isProgram = measuredPids(readRunLog(run.log)).some((pid) => pid === commandPid);
  const expected = isProgram ? REQUESTED_EXIT_CODES : [...REQUESTED_EXIT_CODES, ENDED_PROGRAM];
  return expected.includes(end.exitCode) ? { exitCode: 0, signal: null } : end;
}

function reportOptionsOfRun(commandRun: CommandRun, config: NycConfig): RunReportOptions {
  const { settings, configFile, signals, flags, logLine } = commandRun;
  return {
    config,
    grace: settings.grace,
    signals,
    logLine,
    isJson: flags.json === true,
    ...reportOptionsOf(flags, configFile),
  };
}

function requireProgram({ command: [program] }: RunCommandOptions): string {
  if (program !== undefined) return program;
  throw new CovermainError(
    'COMMAND_MISSING',
    'Missing command: expected a program and its arguments. Example: covermain run node app.js',
  );
}

function notStarted(program: string, cause: unknown): CovermainError {
  const message =
    `Cannot start ${program}: ${messageOf(cause)}. ` +
    'Check that it is a program on the PATH, or the path of an executable file.';
  return new CovermainError('COMMAND_NOT_STARTED', message, { cause });
}

/** Returns the pids of the running processes of the run that have loaded no measured file. */
function unmeasuredPids({ log }: RunContext): readonly number[] {
  return findLogWriters(
    log,
    unmeasuredStartsOf(readRunLog(log)).map(({ pid }) => pid),
  );
}

/** Whether `covermain stop` or an HTTP client asked the run to end. */
function isStopRequested({ directory, id }: RunContext): boolean {
  return readJournal(journalOf(directory, id)).some(({ event }) => event === 'stop requested');
}

/** Exit codes of a program that was asked to end and ended in order: by itself, or by SIGTERM. */
const REQUESTED_EXIT_CODES = [0, 128 + constants.signals.SIGTERM];

/** Exit code of a program that SIGINT killed, or that exits as if it had. */
const INTERRUPTED = 128 + constants.signals.SIGINT;

/** Exit code of commands such as `concurrently`, whose own program was ended by a signal. */
const ENDED_PROGRAM = 1;

async function toRunDocument(
  { id, directory, root }: RunContext,
  { coverage, notes, missedThresholds }: RunReport,
  exitCode: number,
): Promise<RunDocument> {
  // Loads Istanbul's library, which runs without --json do not need.
  const { summarizeCoverage } = await import('../report/summary.js');
  return {
    run: id,
    directory,
    exitCode,
    notes,
    ...summarizeCoverage(coverage, root),
    missedThresholds,
  };
}
