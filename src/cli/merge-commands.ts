/** The commands that make a profile directory of others. */
import type { Command } from 'commander';
import type { MergeOptions } from '../commands/merge.js';
import { interruptible } from './interruptible.js';
import { GROUPS } from './layout.js';
import type { Voice } from './output.js';
import { INPUTS, readingCommand, runOn } from './reading-command.js';

export function addMergeCommands(program: Command, voice: Voice): void {
  program.commandsGroup(GROUPS.combining);

  readingCommand(
    program,
    'merge',
    'add profiles up into one profile directory',
    'merge -o all coverage-data/* .nyc_output',
  )
    .argument('<inputs...>', INPUTS)
    .requiredOption('-o, --output <directory>', 'where the sum goes; must not be there yet')
    .action(writing(async (options) => (await import('../commands/merge.js')).merge(options)));

  readingCommand(
    program,
    'subtract',
    'keep what the first ran and no other did',
    'subtract checkout all-others -o only-checkout',
  )
    .argument('<first>', INPUTS)
    .argument('<others...>', 'what is taken away')
    .requiredOption('-o, --output <directory>', 'where the result goes; must not be there yet')
    .action(operating(async (options) => (await import('../commands/subtract.js')).subtract(options)));

  readingCommand(program, 'intersect', 'keep what all of them ran', 'intersect monday tuesday -o both')
    .argument('<first>', `${INPUTS}; its counts are kept`)
    .argument('<others...>', 'what must have run, too')
    .requiredOption('-o, --output <directory>', 'where the result goes; must not be there yet')
    .action(operating(async (options) => (await import('../commands/intersect.js')).intersect(options)));

  /** Of one that writes a profile directory, and can end early. */
  function writing(command: (options: MergeOptions) => Promise<number>) {
    return (inputs: readonly string[], options: MergeOptions) =>
      runOn<MergeOptions>(inputs, { ...options, ...voice }, (given) =>
        interruptible((signal) => command({ ...given, signal })),
      );
  }

  function operating(command: (options: MergeOptions) => Promise<number>) {
    const act = writing(command);
    return (first: string, others: readonly string[], options: MergeOptions) =>
      act([first, ...others], options);
  }
}
