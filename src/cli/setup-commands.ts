/** The commands that add covermain to a project. */
import type { Command } from 'commander';
import type { InitOptions } from '../commands/init.js';
import { openPrompts } from '../commands/prompts.js';
import { addInject } from './inject-command.js';
import { COMMAND_GROUPS } from './layout.js';
import type { CommandOutput } from './output.js';
import { JSON_OPTION } from './reading-command.js';

/** Options of `covermain init`, by the names that commander derives from the flags. */
type InitFlags = Pick<InitOptions, 'entry' | 'package' | 'yes' | 'install' | 'dryRun' | 'json'>;

export function addSetupCommands(program: Command, output: CommandOutput): void {
  program.commandsGroup(COMMAND_GROUPS.setup);
  program
    .command('init')
    .description('Add a harness file, a script and the configuration to a project')
    .option('--entry <file>', 'Module that starts the app (default: the one that the scripts start)')
    .option('--package <package>', 'Directory or name of the package, in a workspace')
    .option('-y, --yes', 'Write the changes without asking')
    .option('--install', 'Install covermain, too, if the project lacks it')
    .option('--dry-run', 'Show the changes without writing them')
    .option(...JSON_OPTION)
    .addHelpText('after', '\nExample:\n  covermain init --entry src/main.ts')
    .action(async (flags: InitFlags) => {
      const { initCommand } = await import('../commands/init.js');
      process.exitCode = await initCommand({
        ...flags,
        cwd: process.cwd(),
        prompts: openPrompts(),
        ...output,
      });
    });
  addInject(program, output);
}
