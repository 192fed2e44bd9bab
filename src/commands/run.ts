/** `covermain run -- COMMAND`: runs any command and measures every Node process it causes, then reports. */
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import ms from 'ms';
import { CovermainError, messageOf, SettingError } from '../platform/errors.js';
import { createProfileDirectory, removeUnusedDirectory } from '../profile/store/directory-layout.js';
import { findProjectRoot } from '../project/find-root.js';
import { readNycConfig } from '../project/nyc-config.js';
import { reportRun } from '../report/run-report.js';
import { programCommandLine } from '../run/command-lines.js';
import { createRunContext } from '../run/create-run-context.js';
import { relayDumps } from '../run/dump-relay.js';
import { runCommandLine } from '../run/run-command-line.js';
import { openSignalRelay } from '../run/signal-relay.js';
import { enforceTimeLimit, type TimeLimit } from '../run/time-limit.js';
import { journalOf, readJournal } from '../run-log/journal.js';
import { livingPids, readRunLog } from '../run-log/run-log.js';
import { capabilitiesOf, ENGINE, type EngineName, findEngine } from '../settings/engine.js';
import { type Environment, readSettings } from '../settings/index.js';
import type { RunContext } from '../settings/run-context.js';

export interface RunCommandOptions {
  /** The command and its arguments. */
  readonly command: readonly string[];
  /** The profile directory, in place of `COVER_DIR`. */
  readonly dir?: string;
  /** When to end the command, as `COVER_TIMEOUT` has it. */
  readonly timeout?: string;
  readonly label?: string;
  /** Whether a report is printed. */
  readonly report: boolean;
  /** In place of those of `.nycrc`. */
  readonly reporter?: readonly string[];
  /** In place of that of `.nycrc`. */
  readonly reportDir?: string;
  readonly cwd: string;
  readonly environment: Environment;
  /** Where lines for people go. */
  readonly logLine: (line: string) => void;
}

/**
 * @returns the command's exit code, 128 + n where signal n ended it; if that is 0, the report's
 * @throws CovermainError before anything is started, where a setting, the configuration or the command is refused
 */
export async function runCommand(options: RunCommandOptions): Promise<number> {
  const { command, cwd, logLine, label, report, reporter, reportDir } = options;
  const [program, ...args] = command;
  if (program === undefined) {
    throw new CovermainError(
      'COMMAND_MISSING',
      'expected a command behind --, and there is none. Example: covermain run -- node app.js',
    );
  }
  const started = new Date();
  const environment = withOptions(options);
  const settings = readSettings(environment, started);
  requireOwnProfiles(settings.engine);
  const root = findProjectRoot(cwd);
  const config = await readNycConfig(root);
  const isNew = !existsSync(resolve(root, settings.directory));
  const directory = createProfileDirectory(root, settings.directory);
  const context = createRunContext({
    root,
    directory,
    config,
    settings,
    environment,
    started,
    ...(label === undefined ? {} : { label }),
  });
  const { timeout, grace } = settings;
  let isTimedOut = false;
  const limit: TimeLimit = {
    timeout,
    grace,
    pids: () => livingPids(readRunLog(context.log)),
    onTimeout() {
      isTimedOut = true;
      logLine(`the command ends by its timeout of ${ms(timeout ?? 0)}`);
    },
  };
  const signals = openSignalRelay();
  const endDumps = relayDumps(context);
  try {
    const chain = programCommandLine(context, { program, args, cwd, environment });
    const hasTerminal = process.stdin.isTTY;
    const onStart = (child: ChildProcess) => enforceTimeLimit(child, limit);
    const ended = await runCommandLine(chain, { signals, hasTerminal, onStart }).catch((error: unknown) => {
      if (isNew) removeUnusedDirectory(directory);
      throw notStarted(program, error);
    });
    const { exitCode: reported } = await reportRun(context, {
      config,
      grace,
      signals,
      logLine,
      isDrawn: report,
      ...(reporter ? { reporters: reporter } : {}),
      ...(reportDir === undefined ? {} : { reportDirectory: reportDir }),
    });
    const isEndAsked = isTimedOut || isStopRequested(context);
    return (isEndAsked && ENDED_AS_ASKED.includes(ended) ? 0 : ended) || reported;
  } finally {
    endDumps();
    signals.close();
  }
}

/** nyc runs only around the windows of `covermain manual`, and nothing else would collect what it counts. */
function requireOwnProfiles(engine: EngineName): void {
  if (capabilitiesOf(engine).writesProfiles) return;
  const capable = findEngine('writesProfiles');
  throw new SettingError({
    name: ENGINE,
    given: engine,
    example: capable,
    accepted: `${capable} under \`covermain run\`, because nyc collects the counts of ${engine} only under \`covermain manual\``,
  });
}

function notStarted(program: string, cause: unknown): CovermainError {
  const message = `${program} cannot be started: expected a program of the PATH, or the path of one: ${messageOf(cause)}`;
  return new CovermainError('COMMAND_NOT_STARTED', message, { cause });
}

/** By `covermain stop` or HTTP. */
function isStopRequested({ directory, id }: RunContext): boolean {
  return readJournal(journalOf(directory, id)).some(({ event }) => event === 'stop requested');
}

/** Of a program that was asked to end: by itself, or by SIGTERM. */
const ENDED_AS_ASKED = [0, 128 + constants.signals.SIGTERM];

/** An option is the setting of the same meaning, for this command alone. */
function withOptions({ environment, dir, timeout }: RunCommandOptions): Environment {
  return {
    ...environment,
    ...(dir === undefined ? {} : { COVER_DIR: dir }),
    ...(timeout === undefined ? {} : { COVER_TIMEOUT: timeout }),
  };
}
