/**
 * The command line. Only this module prints errors and chooses exit codes. Each command is imported when it is called,
 * so that a command such as `covermain dump` starts without loading the others.
 */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { describeFailure, FAILED, REFUSED } from './cli/failure.js';
import { applyLayout, pointToHelp } from './cli/layout.js';
import { addMeasuringCommands, isMeasuringCommand, type SplitArguments } from './cli/measuring-commands.js';
import { openOutput } from './cli/output.js';
import { hasRunOwnModule } from './config-file/run-own-module.js';

const NEVER_ENDS =
  'The command was not finished: it waits for something that never comes, such as an answer after Ctrl+D, or a promise in ' +
  'covermain.config.*. Answer, or correct the file.';

const { logError, ...output } = openOutput();

const program = applyLayout(new Command('covermain'), logError)
  .description('Measure which code of a running Node.js program people and integration tests execute')
  .option('-V, --version', 'Print the version')
  .on('option:version', printVersion)
  // Options after the command that `run` starts belong to that command.
  .enablePositionalOptions()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : REFUSED));

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

void runArguments(process.argv.slice(2));

/** Runs the command that the arguments name. The build makes CommonJS of this module, which cannot await outside of functions. */
async function runArguments(args: readonly string[]): Promise<void> {
  try {
    await program.parseAsync(await addCommands(args), { from: 'user' });
  } catch (error) {
    process.exitCode = fail(error);
  }
  hasEnded = true;
  if (hasRunOwnModule()) await exitAfterOutput();
}

/** Adds the commands that the arguments may mean. @returns covermain's own arguments */
async function addCommands(args: readonly string[]): Promise<readonly string[]> {
  const split = splitArguments(args);
  if (isMeasuringCommand(args[0])) {
    addMeasuringCommands(program, output, split);
    pointToHelp(program);
    return split.own;
  }
  const { addAllCommands, replaceGoFlags } = await import('./cli/all-commands.js');
  addAllCommands(program, output, split);
  pointToHelp(program);
  return args[0] === 'inject' ? replaceGoFlags(args) : args;
}

/** Splits the arguments of a command that starts a program, at the first `--`. */
function splitArguments(args: readonly string[]): SplitArguments {
  const separator = isMeasuringCommand(args[0]) ? args.indexOf('--') : -1;
  if (separator === -1) return { own: args, separated: undefined };
  return { own: args.slice(0, separator), separated: args.slice(separator + 1) };
}

/** Ends the process although timers and servers of a config file are open. */
async function exitAfterOutput(): Promise<never> {
  const { stdout, stderr } = process;
  await Promise.all([stdout, stderr].map((stream) => new Promise((resolve) => stream.write('', resolve))));
  return exit();
}

/** Prints the version. Other commands do not read package.json. */
function printVersion(): void {
  const { version } = createRequire(import.meta.url)('../../package.json') as { readonly version: string };
  output.print(version);
  exit(0);
}

/** Prints an error. @returns the exit code */
function fail(error: unknown): number {
  const { message, exitCode } = describeFailure(error);
  logError(message);
  return exitCode;
}
