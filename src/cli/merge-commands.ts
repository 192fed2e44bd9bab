/** The commands that write a profile directory made from others. */
import type { Command } from 'commander';
import type { MergeCommandOptions } from '../commands/merge.js';
import { runInterruptibly } from './interruptible.js';
import { COMMAND_GROUPS } from './layout.js';
import type { CommandOutput } from './output.js';
import { INPUTS, JSON_OPTION, readingCommand, readingOptions } from './reading-command.js';

const OUTPUT_OPTION = ['-o, --output <directory>', 'Directory to create for the result'] as const;

export function addMergeCommands(program: Command, output: CommandOutput): void {
  program.commandsGroup(COMMAND_GROUPS.combine);
  addMerge(program, output);
  addSubtract(program, output);
  addIntersect(program, output);
}

function addMerge(program: Command, output: CommandOutput): void {
  readingCommand(
    program,
    'merge',
    'Add profiles up into one profile directory',
    'merge -o all coverage-data/* .nyc_output',
  )
    .argument('<inputs...>', INPUTS)
    .requiredOption(...OUTPUT_OPTION)
    .option(...JSON_OPTION)
    .action(
      interruptible(output, async (options) => (await import('../commands/merge.js')).mergeCommand(options)),
    );
}

function addSubtract(program: Command, output: CommandOutput): void {
  readingCommand(
    program,
    'subtract',
    'Keep what the first profile executed and the others did not',
    'subtract checkout all-others -o only-checkout',
  )
    .argument('<first>', INPUTS)
    .argument('<others...>', 'Profiles to subtract')
    .requiredOption(...OUTPUT_OPTION)
    .option(...JSON_OPTION)
    .action(
      withOperands(output, async (options) =>
        (await import('../commands/subtract.js')).subtractCommand(options),
      ),
    );
}

function addIntersect(program: Command, output: CommandOutput): void {
  readingCommand(program, 'intersect', 'Keep what all profiles executed', 'intersect monday tuesday -o both')
    .argument('<first>', `${INPUTS}; its counts are kept`)
    .argument('<others...>', 'Profiles that must have executed the same code')
    .requiredOption(...OUTPUT_OPTION)
    .option(...JSON_OPTION)
    .action(
      withOperands(output, async (options) =>
        (await import('../commands/intersect.js')).intersectCommand(options),
      ),
    );
}

type CombiningCommand = (options: MergeCommandOptions) => Promise<number>;

/** Returns the action of a command that writes a profile directory, and that a signal can end early. */
function interruptible(output: CommandOutput, command: CombiningCommand) {
  return readingOptions<MergeCommandOptions>(output, (options) =>
    runInterruptibly((signal) => command({ ...options, signal })),
  );
}

/** Returns the action of such a command whose first argument differs from the others. */
function withOperands(output: CommandOutput, command: CombiningCommand) {
  const action = interruptible(output, command);
  return (first: string, others: readonly string[], options: MergeCommandOptions) =>
    action([first, ...others], options);
}
