/** The commands that read profiles: what they hold together, compared, reported. */
import type { Command } from 'commander';
import type { DiffOptions } from '../commands/diff.js';
import type { ReportCommandOptions } from '../commands/report.js';
import type { TableOptions } from '../commands/require-coverage.js';
import type { TextOptions } from '../commands/textfmt.js';
import { COMMAND_GROUPS } from './layout.js';
import { addMergeCommands } from './merge-commands.js';
import type { Output } from './output.js';
import {
  append,
  choosingCommand,
  INPUTS_OR_NEWEST,
  readingCommand,
  readingOptions,
  runOn,
} from './reading-command.js';

const DIRECTORIES_OR_NEWEST = 'profile directories (default: the newest)';

const JSON_OPTION = ['--json', 'print one JSON document'] as const;

export function addProfileCommands(program: Command, output: Output): void {
  program.commandsGroup(COMMAND_GROUPS.looking);
  addReport(program, output);
  addTables(program, output);
  addTextfmt(program, output);
  addDiff(program, output);
  addWho(program, output);
  addMergeCommands(program, output);
  program.commandsGroup(COMMAND_GROUPS.helping);
  addDoctor(program, output);
}

function addReport(program: Command, output: Output): void {
  choosingCommand(
    program,
    'report',
    "draw Istanbul's reports, and check thresholds",
    'report --reporter text --reporter html',
  )
    .option('--reporter <name>', "in place of .nycrc's reporters; may be given again", append)
    .option('--report-dir <directory>', "in place of .nycrc's report-dir")
    .option('--skip-empty', 'leave files without code out of tables')
    .option('--skip-full', 'leave files that ran as a whole out of tables')
    .option('--check-coverage', 'exit with 1 where a threshold is missed')
    .option('--no-check-coverage', 'check no threshold')
    .option('--statements <percentage>', 'the least share of statements that must have run')
    .option('--branches <percentage>', 'of branches')
    .option('--functions <percentage>', 'of functions')
    .option('--lines <percentage>', 'of lines')
    .option('--per-file', 'check thresholds for each file')
    .option('--json', 'print one JSON document instead of reports on stdout')
    .action(
      readingOptions<ReportCommandOptions>(output, async (options) =>
        (await import('../commands/report.js')).reportCommand(options),
      ),
    );
}

function addTables(program: Command, output: Output): void {
  choosingCommand(
    program,
    'percent',
    'tell the share of statements that ran, a line a folder',
    'percent coverage-data/*',
  )
    .option(...JSON_OPTION)
    .action(
      readingOptions<TableOptions>(output, async (options) =>
        (await import('../commands/percent.js')).percentCommand(options),
      ),
    );
  choosingCommand(program, 'files', 'tell the share of statements that ran, a line a file', 'files --json')
    .option(...JSON_OPTION)
    .action(
      readingOptions<TableOptions>(output, async (options) =>
        (await import('../commands/files.js')).filesCommand(options),
      ),
    );
  choosingCommand(
    program,
    'func',
    'tell the share of statements that ran, a line a function',
    'func coverage-data/*',
  )
    .option(...JSON_OPTION)
    .action(
      readingOptions<TableOptions>(output, async (options) =>
        (await import('../commands/func.js')).funcCommand(options),
      ),
    );
}

function addTextfmt(program: Command, output: Output): void {
  choosingCommand(program, 'textfmt', "write Go's text format", 'textfmt -o coverage.txt')
    .option('-o, --output <file>', 'in place of stdout')
    .action(
      readingOptions<TextOptions>(output, async (options) =>
        (await import('../commands/textfmt.js')).textfmtCommand(options),
      ),
    );
}

function addDiff(program: Command, output: Output): void {
  readingCommand(
    program,
    'diff',
    'tell which of the lines changed since a git ref ran',
    'diff --base origin/main --fail-under 80',
  )
    .argument('[inputs...]', INPUTS_OR_NEWEST)
    .requiredOption(
      '--base <ref>',
      'what git can find a commit by; changed is what differs from its merge base',
    )
    .option('--fail-under <percentage>', 'exit with 1 where less of the changed lines ran')
    .option(...JSON_OPTION)
    .option('--markdown', 'print Markdown, for a comment of a pull request')
    .action(
      readingOptions<DiffOptions>(output, async (options) =>
        (await import('../commands/diff.js')).diffCommand(options),
      ),
    );
}

function addWho(program: Command, output: Output): void {
  readingCommand(program, 'who', 'name the sessions that ran a line', 'who src/cart.ts:42')
    .argument('<line>', 'a file and a line of it, as in src/cart.ts:42')
    .argument('[inputs...]', DIRECTORIES_OR_NEWEST)
    .option(...JSON_OPTION)
    .action((line: string, inputs: readonly string[], options: TableOptions) =>
      runOn(inputs, { ...options, ...output }, async (given) =>
        (await import('../commands/who.js')).whoCommand({ ...given, line }),
      ),
    );
}

function addDoctor(program: Command, output: Output): void {
  program
    .command('doctor')
    .description('look for reasons why coverage is empty, or lower than was thought')
    .argument('[inputs...]', DIRECTORIES_OR_NEWEST)
    .option(...JSON_OPTION)
    .addHelpText('after', '\nExample:\n  covermain doctor')
    .action(
      readingOptions<TableOptions>(output, async (options) =>
        (await import('../commands/doctor.js')).doctorCommand(options),
      ),
    );
}
