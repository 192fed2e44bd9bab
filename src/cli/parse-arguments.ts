/** Parses the arguments of covermain with commander. */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { REFUSED } from './failure.js';
import { applyLayout, pointToHelp } from './layout.js';
import { addMeasuringCommands } from './measuring-commands.js';
import type { Output } from './output.js';
import { isMeasuringCommand, splitArguments } from './split-arguments.js';

export interface ParsingOptions extends Output {
  /** Ends the process. */
  readonly exit: (exitCode: number) => never;
}

/** Parses the arguments, and runs the command that they name. @throws the errors of the command */
export async function parseArguments(args: readonly string[], options: ParsingOptions): Promise<void> {
  const program = createProgram(options);
  await program.parseAsync(await addCommands(program, args, options), { from: 'user' });
}

function createProgram({ logError, print, exit }: ParsingOptions): Command {
  return (
    applyLayout(new Command('covermain'), logError)
      .description('Measure which code of a running Node.js program people and integration tests execute')
      .option('-V, --version', 'Print the version')
      .on('option:version', () => {
        print(readVersion());
        exit(0);
      })
      // Options after the command that `run` starts belong to that command.
      .enablePositionalOptions()
      .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : REFUSED))
  );
}

/** Adds the commands that the arguments may mean. @returns covermain's own arguments */
async function addCommands(
  program: Command,
  args: readonly string[],
  options: ParsingOptions,
): Promise<readonly string[]> {
  const { logError, exit, ...output } = options;
  const split = splitArguments(args);
  if (isMeasuringCommand(args[0])) {
    addMeasuringCommands(program, output, split);
    pointToHelp(program);
    return split.own;
  }
  const { addAllCommands, replaceGoFlags } = await import('./all-commands.js');
  addAllCommands(program, output, split);
  pointToHelp(program);
  return args[0] === 'inject' ? replaceGoFlags(args) : args;
}

/** Returns the version. Other commands do not read package.json. */
function readVersion(): string {
  const { version } = createRequire(import.meta.url)('../../../package.json') as { readonly version: string };
  return version;
}
