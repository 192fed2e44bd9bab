/** The commands that report what each session executed. */
import type { Command } from 'commander';
import type { ImpactOptions } from '../commands/impact.js';
import type { TableOptions } from '../commands/tables.js';
import type { CommandOutput } from './output.js';
import {
  append,
  DIRECTORIES_OR_NEWEST,
  JSON_OPTION,
  readingCommand,
  readingOptions,
  runOn,
} from './reading-command.js';

export function addSessionReports(program: Command, output: CommandOutput): void {
  addImpact(program, output);
  addWho(program, output);
}

function addImpact(program: Command, output: CommandOutput): void {
  readingCommand(
    program,
    'impact',
    'List the tests that the changes since a Git ref affect',
    'impact --base origin/main --all-tests tests.txt',
  )
    .argument('[inputs...]', DIRECTORIES_OR_NEWEST)
    .requiredOption('--base <ref>', 'Git ref to compare with (its merge base is used)')
    .option('--all-tests <file>', 'File with the names of all tests, one per line (- for stdin)')
    .option('--ignore <glob>', 'Files that affect no test if no process loaded them (repeatable)', append)
    .option('--regex', 'Print a regular expression that matches the names of the tests to run')
    .option('--skip-regex', 'Print a regular expression that matches the names of the tests to skip')
    .option(...JSON_OPTION)
    .action(
      readingOptions<ImpactOptions>(output, async (options) =>
        (await import('../commands/impact.js')).impactCommand(options),
      ),
    );
}

function addWho(program: Command, output: CommandOutput): void {
  readingCommand(program, 'who', 'List the sessions that executed a line', 'who src/cart.ts:42')
    .argument('<line>', 'File and line number, such as src/cart.ts:42')
    .argument('[inputs...]', DIRECTORIES_OR_NEWEST)
    .option(...JSON_OPTION)
    .action((line: string, inputs: readonly string[], options: TableOptions) =>
      runOn(inputs, { ...options, ...output }, async (given) =>
        (await import('../commands/who.js')).whoCommand({ ...given, line }),
      ),
    );
}
