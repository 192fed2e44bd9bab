/** `covermain manual [ENTRY]`: runs the test mains in a window, then reports their coverage. */
import { resolve } from 'node:path';
import { announceRun } from '../agent/peers/announced-runs.js';
import { readRunSettings } from '../config-file/read-run-settings.js';
import { listSome } from '../platform/plural-forms.js';
import { restrictTree } from '../platform/private-directories.js';
import { createProfileDirectory, nycOutputOf } from '../profile/store/directory-layout.js';
import { findProjectRoot } from '../project/find-root.js';
import { findHarnessTarget } from '../project/harness-files.js';
import { findMetadataConfig } from '../project/metadata-config.js';
import { readNycConfig } from '../project/nyc-config.js';
import { reportRun } from '../report/run-report.js';
import { pendingTestsCommandLine, windowCommandLine } from '../run/command-lines.js';
import { createRunContext } from '../run/create-run-context.js';
import { relayDumps } from '../run/dump-relay.js';
import { passSignalsToWindow } from '../run/pass-signals-to-window.js';
import type { CommandEnd } from '../run/process-end.js';
import { redactProcessInfo } from '../run/redact-process-info.js';
import { runCommandLine } from '../run/run-command-line.js';
import { withoutSharedCache } from '../run/shared-directories.js';
import { openSignalRelay } from '../run/signal-relay.js';
import { findLogWriters } from '../run-log/log-writers.js';
import { readRunLog } from '../run-log/run-log.js';
import { RUNS_DIRECTORY } from '../settings/directory.js';
import type { Environment } from '../settings/index.js';
import { labelOf, type ReportFlags, reportOptionsOf } from './report-flags.js';

/** Options by the names that commander derives from the flags. Those of the settings have the settings' keys. */
export interface ManualFlags extends ReportFlags {}

export interface ManualOptions {
  readonly flags: ManualFlags;
  /** Path of the module that starts the app, relative to `cwd`. @default the files of test-manual/ */
  readonly entry: string | undefined;
  /** Arguments of the app, after `process.argv[1]`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Environment;
  /** Prints to stderr. */
  readonly logLine: (line: string) => void;
}

/**
 * Runs the window and reports. Without `MANUAL_INTEGRATION` the test mains are pending, and nothing is written.
 *
 * @returns the end of the test; if its exit code is 0, the exit code of the report
 * @throws CovermainError before anything is started, if a setting, the configuration or the target is refused
 */
export async function manualCommand({
  flags,
  entry,
  args,
  cwd,
  environment: given,
  logLine,
}: ManualOptions): Promise<CommandEnd> {
  const started = new Date();
  const root = findProjectRoot(cwd);
  const { settings, environment } = await readRunSettings({ root, flags, environment: given, started });
  const target = findHarnessTarget(root, cwd, entry);
  const config = await readNycConfig(root);
  const directory = settings.isGateOpen
    ? createProfileDirectory(root, settings.directory, RUNS_DIRECTORY)
    : resolve(root, settings.directory);
  const created = createRunContext({
    root,
    directory,
    config,
    settings,
    environment,
    started,
    args,
    ...labelOf(flags),
    metadataConfig: findMetadataConfig(root, environment),
    ...(target.entry === undefined ? {} : { entry: target.entry }),
  });
  const run = settings.isGateOpen ? withoutSharedCache(created, logLine) : created;
  const signals = openSignalRelay();
  const stopDumpRelay = relayDumps(run);
  const stopAnnouncing = settings.isGateOpen ? announceRun(run) : () => {};
  try {
    const pids = () => windowPids(run.log);
    const passSignals = passSignalsToWindow(signals, () => findLogWriters(run.log, pids()));
    if (!settings.isGateOpen)
      return await runCommandLine(pendingTestsCommandLine(target, run, environment), { passSignals });
    const end = await runCommandLine(windowCommandLine(target, run, environment), { passSignals });
    if (pids().length === 0) {
      logLine('no window was opened, so there is nothing to report');
      return end;
    }
    const { grace } = settings;
    const report = { config, grace, signals, logLine, ...reportOptionsOf(flags) };
    const { exitCode } = await reportRun(run, report);
    return { exitCode: end.exitCode || exitCode, signal: null };
  } finally {
    if (settings.isGateOpen) {
      redactProcessInfo(run, logLine);
      restrictNycOutput(nycOutputOf(directory), logLine);
    }
    stopDumpRelay();
    stopAnnouncing();
    signals.close();
  }
}

/** Takes all access to nyc's files from other users, and warns if that fails. */
function restrictNycOutput(nycOutput: string, logLine: (line: string) => void): void {
  const failures = restrictTree(nycOutput);
  if (failures.length === 0) return;
  logLine(`Other users may be able to read ${listSome(failures, 3)}. Run chmod -R go= ${nycOutput}.`);
}

/** Returns the pids of processes that opened windows. */
function windowPids(log: string): readonly number[] {
  return readRunLog(log)
    .filter((event) => event.event === 'window opened')
    .map(({ pid }) => pid);
}
