/**
 * The command line: the one place that prints errors and chooses exit codes. Each command is loaded when it is asked
 * for: one that has a running program dump its profile must be there at once.
 */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { addAgentCommands } from './cli/agent-commands.js';
import { applyLayout, COMMAND_GROUPS, pointToHelp } from './cli/layout.js';
import { openOutput } from './cli/output.js';
import { addProfileCommands } from './cli/profile-commands.js';
import type { RunCommandOptions } from './commands/run.js';
import { CovermainError, describeError } from './platform/errors.js';
import { ENVIRONMENT_HELP } from './settings/help.js';

/** Refused before anything was started. */
const REFUSED = 2;

/** Commands that start a program. */
const STARTING: ReadonlySet<string> = new Set(['manual', 'run']);

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

const output = openOutput();
const { logLine } = output;

const [ownArgs, appArgs] = splitArgs(process.argv.slice(2));

const program = applyLayout(new Command('covermain'))
  .description('Measures which code of a running Node.js program people and integration tests execute')
  .version(version)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : REFUSED));

program.commandsGroup(COMMAND_GROUPS.measuring);

program
  .command('manual')
  .usage('[entry] [-- arguments for the app]')
  .description('run the test mains of test-manual/, or one entry, until Ctrl+C or COVER_TIMEOUT, and report')
  .argument('[entry]', 'the module that starts the app, for projects without a harness file')
  .addHelpText(
    'after',
    `\n${ENVIRONMENT_HELP}\n\nExample:\n  MANUAL_INTEGRATION=1 COVER_TIMEOUT=60s covermain manual src/main.ts -- --port 8080`,
  )
  .action(async (entry: string | undefined) => {
    const { cwd, env } = process;
    const { manualCommand } = await import('./commands/manual.js');
    process.exitCode = await manualCommand({ entry, args: appArgs, cwd: cwd(), environment: env, logLine });
  });

/** By the names that commander derives from the options. */
type RunOptions = Pick<
  RunCommandOptions,
  'dir' | 'timeout' | 'label' | 'report' | 'reporter' | 'reportDir' | 'json'
>;

program
  .command('run')
  .usage('[options] -- command [arguments]')
  .description('run any command, measure every Node process it starts, and report')
  .option('--dir <directory>', 'where the profile goes (COVER_DIR)')
  .option('--timeout <duration>', 'end the command by then, as in 60s (COVER_TIMEOUT)')
  .option('--label <text>', 'what the profile is called')
  .option('--reporter <name...>', "in place of .nycrc's reporters")
  .option('--report-dir <directory>', "in place of .nycrc's report-dir")
  .option('--no-report', 'write the profile only')
  .option('--json', 'print one JSON document after the command has ended')
  .addHelpText('after', '\nExample:\n  covermain run --timeout 60s -- node dist/server.js --port 8080')
  .action(async (options: RunOptions) => {
    const { cwd, env } = process;
    const { runCommand } = await import('./commands/run.js');
    process.exitCode = await runCommand({
      ...options,
      command: appArgs,
      cwd: cwd(),
      environment: env,
      ...output,
    });
  });

addAgentCommands(program, output);
addProfileCommands(program, output);
pointToHelp(program);

try {
  await program.parseAsync(ownArgs, { from: 'user' });
} catch (error) {
  const isRefused = error instanceof CovermainError;
  logLine(isRefused ? error.message : describeError(error));
  process.exitCode = isRefused ? REFUSED : 1;
}

/** Of commands that start a program, what stands before `--` is ours, and what stands behind it is the program's. */
function splitArgs(args: readonly string[]): readonly [own: readonly string[], app: readonly string[]] {
  const separator = STARTING.has(args[0] ?? '') ? args.indexOf('--') : -1;
  return separator === -1 ? [args, []] : [args.slice(0, separator), args.slice(separator + 1)];
}
