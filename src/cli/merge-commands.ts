/** The commands that make a profile directory of others. */
import type { Command } from 'commander';
import type { MergeOptions } from '../commands/merge.js';
import { runInterruptibly } from './interruptible.js';
import { COMMAND_GROUPS } from './layout.js';
import type { Output } from './output.js';
import { INPUTS, readingCommand, readingOptions } from './reading-command.js';

export function addMergeCommands(program: Command, output: Output): void {
  program.commandsGroup(COMMAND_GROUPS.combining);
  addMerge(program, output);
  addSubtract(program, output);
  addIntersect(program, output);
}

function addMerge(program: Command, output: Output): void {
  readingCommand(
    program,
    'merge',
    'add profiles up into one profile directory',
    'merge -o all coverage-data/* .nyc_output',
  )
    .argument('<inputs...>', INPUTS)
    .requiredOption('-o, --output <directory>', 'where the sum goes; must not be there yet')
    .action(writing(output, async (options) => (await import('../commands/merge.js')).mergeCommand(options)));
}

function addSubtract(program: Command, output: Output): void {
  readingCommand(
    program,
    'subtract',
    'keep what the first ran and no other did',
    'subtract checkout all-others -o only-checkout',
  )
    .argument('<first>', INPUTS)
    .argument('<others...>', 'what is taken away')
    .requiredOption('-o, --output <directory>', 'where the result goes; must not be there yet')
    .action(
      operating(output, async (options) =>
        (await import('../commands/subtract.js')).subtractCommand(options),
      ),
    );
}

function addIntersect(program: Command, output: Output): void {
  readingCommand(program, 'intersect', 'keep what all of them ran', 'intersect monday tuesday -o both')
    .argument('<first>', `${INPUTS}; its counts are kept`)
    .argument('<others...>', 'what must have run, too')
    .requiredOption('-o, --output <directory>', 'where the result goes; must not be there yet')
    .action(
      operating(output, async (options) =>
        (await import('../commands/intersect.js')).intersectCommand(options),
      ),
    );
}

type Combine = (options: MergeOptions) => Promise<number>;

/** The action of a command that writes a profile directory, and can end early. */
function writing(output: Output, command: Combine) {
  return readingOptions<MergeOptions>(output, (given) =>
    runInterruptibly((signal) => command({ ...given, signal })),
  );
}

/** The same of one whose first argument is another than the rest. */
function operating(output: Output, command: Combine) {
  const act = writing(output, command);
  return (first: string, others: readonly string[], options: MergeOptions) =>
    act([first, ...others], options);
}
