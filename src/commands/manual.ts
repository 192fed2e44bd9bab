/** `covermain manual [ENTRY]`: runs the test mains in a window, then reports their coverage. */
import { relative, resolve } from 'node:path';
import { announceRun } from '../agent/peers/announced-runs.js';
import type { ConfigFile } from '../config-file/read-config-file.js';
import { type RunSettings, readRunSettings } from '../config-file/read-run-settings.js';
import { listSome } from '../platform/plural-forms.js';
import { restrictTree } from '../platform/private-directories.js';
import { createProfileDirectory, nycOutputOf } from '../profile/store/directory-layout.js';
import { findProjectRoot } from '../project/find-root.js';
import { findHarnessTarget, type HarnessTarget } from '../project/harness-files.js';
import { findMetadataConfig } from '../project/metadata-config.js';
import { type NycConfig, readNycConfig } from '../project/nyc-config.js';
import { pendingTestsCommandLine, windowCommandLine } from '../run/command-lines.js';
import { createRunContext } from '../run/create-run-context.js';
import { relayDumps } from '../run/dump-relay.js';
import { logHttpUrl } from '../run/log-http-url.js';
import { passSignalsToWindow } from '../run/pass-signals-to-window.js';
import type { CommandEnd } from '../run/process-end.js';
import { redactProcessInfo } from '../run/redact-process-info.js';
import { runCommandLine } from '../run/run-command-line.js';
import { withoutSharedCache } from '../run/shared-directories.js';
import { openSignalRelay } from '../run/signal-relay.js';
import { findLogWriters } from '../run-log/log-writers.js';
import { readRunLog } from '../run-log/run-log.js';
import { RUNS_DIRECTORY } from '../settings/directory.js';
import { GATE_VARIABLE } from '../settings/gate.js';
import type { Environment } from '../settings/index.js';
import type { RunContext } from '../settings/run-context.js';
import { withoutUi } from '../settings/ui.js';
import { decideGate } from './decide-gate.js';
import { checkReporters, type ReportFlags, reportOptionsOf } from './report-flags.js';
import { type RunPage, startRunPage } from './run-page.js';

/** Options by the names that commander derives from the flags. Those of the settings have the settings' keys. */
export interface ManualFlags extends ReportFlags {
  /** Whether the window opens without `MANUAL_INTEGRATION` and without a question. */
  readonly yes?: boolean;
}

export interface ManualOptions {
  readonly flags: ManualFlags;
  /** Path of the module that starts the app, relative to `cwd`. @default that of the config file, or the files of test-manual/ */
  readonly entry: string | undefined;
  /** Arguments of the app, after `process.argv[1]`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Environment;
  /** Whether a person at a terminal can answer a question. */
  readonly isInteractive: boolean;
  /** Prints to stderr. */
  readonly logLine: (line: string) => void;
}

/**
 * Runs the window and reports. While the gate is closed, the test mains are pending, and nothing is written.
 *
 * @returns the end of the test; if its exit code is 0, the exit code of the report
 * @throws CovermainError before anything is started, if a setting, the configuration or the target is refused
 */
export async function manualCommand(options: ManualOptions): Promise<CommandEnd> {
  const { flags, cwd, isInteractive, logLine } = options;
  const started = new Date();
  const root = findProjectRoot(cwd);
  const given = flags.yes ? { ...options.environment, [GATE_VARIABLE]: '1' } : options.environment;
  const runSettings = await readRunSettings({ root, flags, environment: given, started });
  const { target, args } = findTarget(root, options, runSettings.configFile);
  const config = await readNycConfig(root);
  checkReporters(flags, { configFile: runSettings.configFile, config }, root);
  const isOpen = await decideGate({ ...runSettings, isInteractive, question: questionAbout(target, root) });
  if (isOpen === 'interrupted') return INTERRUPTED;
  if (!isOpen && isInteractive) logLine(CLOSED_GATE);
  const plan: ManualPlan = { ...options, ...runSettings, started, root, target, args, config };
  return isOpen ? runWindow(plan) : runPendingTests(plan);
}

const CLOSED_GATE = 'the window stays closed. To open it: covermain manual --yes';

/** Ctrl+C at the question, as a shell sees it. */
const INTERRUPTED: CommandEnd = { exitCode: 130, signal: null };

interface ManualPlan extends ManualOptions, RunSettings {
  readonly started: Date;
  readonly root: string;
  readonly target: HarnessTarget;
  readonly config: NycConfig;
}

/** Returns the modules to start and the arguments of the app. The command line overrides the config file. */
function findTarget(
  root: string,
  { entry, args, cwd }: ManualOptions,
  configFile: ConfigFile,
): { readonly target: HarnessTarget; readonly args: readonly string[] } {
  if (entry !== undefined) return { target: findHarnessTarget(root, cwd, entry), args };
  const target = findHarnessTarget(root, root, configFile.entry);
  return { target, args: args.length > 0 ? args : (configFile.entryArgs ?? []) };
}

function questionAbout({ entry, harnessFiles }: HarnessTarget, root: string): string {
  const files = entry === undefined ? harnessFiles : [entry];
  return `Run ${listSome(
    files.map((file) => relative(root, file)),
    3,
  )} until Ctrl+C and measure it?`;
}

function contextOf(plan: ManualPlan, directory: string): RunContext {
  const { root, environment, flags, target } = plan;
  return createRunContext({
    ...plan,
    directory,
    label: flags.label,
    metadataConfig: findMetadataConfig(root, environment),
    entry: target.entry,
  });
}

/** Runs mocha with pending tests, whose titles show how to run them. Writes nothing. */
async function runPendingTests(plan: ManualPlan): Promise<CommandEnd> {
  const { root, settings, environment, target } = plan;
  const run = contextOf(plan, resolve(root, settings.directory));
  const signals = openSignalRelay();
  try {
    const passSignals = passSignalsToWindow(signals, () => []);
    return await runCommandLine(pendingTestsCommandLine(target, run, environment), { passSignals });
  } finally {
    signals.close();
  }
}

async function runWindow(plan: ManualPlan): Promise<CommandEnd> {
  const { root, settings, configFile, target, config, flags, logLine } = plan;
  const directory = createProfileDirectory(root, settings.directory, RUNS_DIRECTORY);
  const run = withoutSharedCache(contextOf(plan, directory), logLine);
  const environment = { ...withoutUi(plan.environment), [GATE_VARIABLE]: '1' };
  const signals = openSignalRelay();
  const stopDumpRelay = relayDumps(run);
  const stopAnnouncing = announceRun(run);
  const stopWaitingForUrl = logHttpUrl(run, logLine);
  let page: RunPage | undefined;
  const onStart = () => {
    if (settings.isUiServed) page = startRunPage({ run, config, environment: plan.environment, logLine });
  };
  try {
    const pids = () => windowPids(run.log);
    const passSignals = passSignalsToWindow(signals, () => findLogWriters(run.log, pids()));
    const commandLine = windowCommandLine(target, run, environment);
    const end = await runCommandLine(commandLine, { passSignals, onStart }).finally(stopWaitingForUrl);
    if (pids().length === 0) {
      logLine('no window was opened, so there is nothing to report');
      return end;
    }
    const { grace } = settings;
    const report = { config, grace, signals, logLine, ...reportOptionsOf(flags, configFile) };
    const { reportRun } = await import('../report/run-report.js');
    const { exitCode, coverage } = await reportRun(run, report);
    const { logRunNews } = await import('./log-run-news.js');
    await logRunNews(run, { coverage, environment, logLine });
    return { exitCode: end.exitCode || exitCode, signal: null };
  } finally {
    redactProcessInfo(run, logLine);
    restrictNycOutput(nycOutputOf(directory), logLine);
    await page?.end();
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
