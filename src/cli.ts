/**
 * The command line. Only this module prints errors and chooses exit codes. Each command is imported when it is called,
 * so that a command such as `covermain dump` starts without loading the others.
 */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addAgentCommands } from './cli/agent-commands.js';
import { addCollectCommands } from './cli/collect-commands.js';
import { addCompletionCommands } from './cli/completion-commands.js';
import { describeFailure, FAILED, REFUSED } from './cli/failure.js';
import { replaceGoFlags } from './cli/inject-command.js';
import { applyLayout, COMMAND_GROUPS, pointToHelp } from './cli/layout.js';
import { openOutput } from './cli/output.js';
import { addProfileCommands } from './cli/profile-commands.js';
import { addReceiveCommand } from './cli/receive-command.js';
import { addRunReportOptions, addSettingOptions } from './cli/setting-options.js';
import { addSetupCommands } from './cli/setup-commands.js';
import type { ManualFlags } from './commands/manual.js';
import type { RunFlags } from './commands/run.js';
import { hasRunOwnModule } from './config-file/run-own-module.js';
import { ENVIRONMENT_HELP } from './settings/help.js';

/** Commands that start a program, and pass arguments to it. */
const STARTING_COMMANDS: ReadonlySet<string> = new Set(['manual', 'run']);

const NEVER_ENDS =
  'The command was not finished: it waits for something that never comes, such as an answer after Ctrl+D, or a promise in ' +
  'covermain.config.*. Answer, or correct the file.';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

const { logError, ...output } = openOutput();
const { logLine } = output;

const [ownArgs, separatedArgs] = splitArgs(process.argv.slice(2));

const program = applyLayout(new Command('covermain'), logError)
  .description('Measure which code of a running Node.js program people and integration tests execute')
  .version(version, '-V, --version', 'Print the version')
  // Options after the command that `run` starts belong to that command.
  .enablePositionalOptions()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : REFUSED));

addSetupCommands(program, output);
program.commandsGroup(COMMAND_GROUPS.measure);

const manual = program
  .command('manual')
  .usage('[options] [entry] [arguments for the app]')
  .description('Run the test mains in test-manual/, or one entry, until Ctrl+C or a timeout, and report')
  .argument('[entry]', 'Module that starts the app, for projects without a harness file')
  .argument('[arguments...]', 'Arguments for the app (after `--` if no entry is named)')
  .passThroughOptions()
  .option('-y, --yes', 'Open the window without a question, also without a terminal (MANUAL_INTEGRATION)');
addSettingOptions(addRunReportOptions(manual))
  .addHelpText(
    'after',
    `\n${ENVIRONMENT_HELP}\n\nExample:\n  covermain manual --timeout 60s src/main.ts --port 8080`,
  )
  .action(async (entry: string | undefined, given: readonly string[], flags: ManualFlags) => {
    const { cwd, env, stdin, stderr } = process;
    const isInteractive = stdin.isTTY === true && stderr.isTTY === true;
    const { manualCommand } = await import('./commands/manual.js');
    const { endLikeCommand } = await import('./run/process-end.js');
    const args = withSeparated(given);
    const options = { flags, entry, args, cwd: cwd(), environment: env, isInteractive, logLine };
    endLikeCommand(await manualCommand(options));
  });

const run = program
  .command('run')
  .usage('[options] [--] command [arguments]')
  .description('Run a command, measure every Node process it starts, and report')
  .argument('[command...]', 'The command and its arguments')
  .passThroughOptions();
addSettingOptions(addRunReportOptions(run))
  .option('--json', 'Print one JSON document after the command has ended')
  .addHelpText('after', '\nExample:\n  covermain run --timeout 60s node dist/server.js --port 8080')
  .action(async (given: readonly string[], flags: RunFlags) => {
    const { cwd, env } = process;
    const { runCommand } = await import('./commands/run.js');
    const { endLikeCommand } = await import('./run/process-end.js');
    const command = withSeparated(given);
    endLikeCommand(await runCommand({ flags, command, cwd: cwd(), environment: env, ...output }));
  });

addAgentCommands(program, output);
addCollectCommands(program, output);
addReceiveCommand(program, output);
addProfileCommands(program, output);
addCompletionCommands(program, output);
pointToHelp(program);

// A config file cannot replace it.
const exit = process.exit.bind(process);

// Errors of event listeners reach no command.
process.on('uncaughtException', (error) => {
  exit(fail(error));
});

let hasEnded = false;
// Node ends with exit code 0 when nothing is left to wait for, although a promise is not settled.
process.once('beforeExit', () => {
  if (hasEnded) return;
  logError(NEVER_ENDS);
  exit(FAILED);
});

try {
  await program.parseAsync(ownArgs, { from: 'user' });
} catch (error) {
  process.exitCode = fail(error);
}
hasEnded = true;
if (hasRunOwnModule()) await exitAfterOutput();

/** Ends the process although timers and servers of a config file are open. */
async function exitAfterOutput(): Promise<never> {
  const { stdout, stderr } = process;
  await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));
  return exit();
}

/** Prints an error. @returns the exit code */
function fail(error: unknown): number {
  const { message, exitCode } = describeFailure(error);
  logError(message);
  return exitCode;
}

/** Splits the arguments of a starting command at the first `--`: covermain's own before it, the program's after it. */
function splitArgs(
  args: readonly string[],
): readonly [own: readonly string[], separated: readonly string[] | undefined] {
  if (args[0] === 'inject') return [replaceGoFlags(args), undefined];
  const separator = STARTING_COMMANDS.has(args[0] ?? '') ? args.indexOf('--') : -1;
  return separator === -1 ? [args, undefined] : [args.slice(0, separator), args.slice(separator + 1)];
}

/**
 * Returns the arguments of the program. If some of them stand before the first `--`, they also own the `--`.
 *
 * @param given arguments before the first `--`
 */
function withSeparated(given: readonly string[]): readonly string[] {
  if (separatedArgs === undefined) return given;
  return given.length > 0 ? [...given, '--', ...separatedArgs] : separatedArgs;
}
