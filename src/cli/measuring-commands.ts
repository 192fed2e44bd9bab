/** The commands that start a program and measure it. */
import type { Command } from 'commander';
import type { ManualFlags } from '../commands/manual.js';
import type { RunFlags } from '../commands/run.js';
import { ENVIRONMENT_HELP } from '../settings/help.js';
import { COMMAND_GROUPS } from './layout.js';
import type { CommandOutput } from './output.js';
import { runProgram } from './run-program.js';
import { addRunReportOptions, addSettingOptions } from './setting-options.js';
import type { SplitArguments } from './split-arguments.js';

/** Adds the commands. @param args arguments of the command line */
export function addMeasuringCommands(program: Command, output: CommandOutput, args: SplitArguments): void {
  program.commandsGroup(COMMAND_GROUPS.measure);
  addManual(program, output, args);
  addRun(program, output, args);
}

function addManual(program: Command, { logLine }: CommandOutput, args: SplitArguments): void {
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
      const { manualCommand } = await import('../commands/manual.js');
      const { endLikeCommand } = await import('../run/process-end.js');
      const appArgs = withSeparated(given, args);
      const options = {
        flags,
        entry,
        args: appArgs,
        cwd: cwd(),
        environment: env,
        isInteractive,
        logLine,
      };
      endLikeCommand(await manualCommand(options));
    });
}

function addRun(program: Command, output: CommandOutput, args: SplitArguments): void {
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
      await runProgram(withSeparated(given, args), flags, output);
    });
}

/**
 * Returns the arguments of the program. If some of them stand before the first `--`, they also own the `--`.
 *
 * @param given arguments before the first `--`
 */
function withSeparated(given: readonly string[], { separated }: SplitArguments): readonly string[] {
  if (separated === undefined) return given;
  return given.length > 0 ? [...given, '--', ...separated] : separated;
}
