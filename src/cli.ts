/**
 * The command line. Only this module prints errors and chooses exit codes. Each command is imported when it is called,
 * so that a command such as `covermain dump` starts without loading the others.
 */
import { describeFailure, FAILED } from './cli/failure.js';
import { openOutput } from './cli/output.js';
import { DEFAULT_RUN_FLAGS, findPlainCommand, runProgram } from './cli/run-program.js';
import { hasRunOwnModule } from './config-file/run-own-module.js';

const NEVER_ENDS =
  'The command was not finished: it waits for something that never comes, such as an answer after Ctrl+D, or a promise in ' +
  'covermain.config.*. Answer, or correct the file.';

const { logError, ...output } = openOutput();

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
    const command = findPlainCommand(args);
    if (command) await runProgram(command, DEFAULT_RUN_FLAGS, output);
    else await parseAndRun(args);
  } catch (error) {
    process.exitCode = fail(error);
  }
  hasEnded = true;
  if (hasRunOwnModule()) await exitAfterOutput();
}

/** Parses the arguments, and runs the command that they name. */
async function parseAndRun(args: readonly string[]): Promise<void> {
  const { parseArguments } = await import('./cli/parse-arguments.js');
  await parseArguments(args, { ...output, logError, exit });
}

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
