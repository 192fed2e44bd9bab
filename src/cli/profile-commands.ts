/** The commands that read profiles and report on them. */
import type { Command } from 'commander';
import type { DiffCommandOptions } from '../commands/diff.js';
import type { ReportCommandOptions } from '../commands/report.js';
import type { TableOptions } from '../commands/tables.js';
import type { TextOptions } from '../commands/textfmt.js';
import { COMMAND_GROUPS } from './layout.js';
import { addMergeCommands } from './merge-commands.js';
import type { CommandOutput } from './output.js';
import {
  append,
  DIRECTORIES_OR_NEWEST,
  INPUTS_OR_NEWEST,
  JSON_OPTION,
  parseReportDirectory,
  readingCommand,
  readingOptions,
  selectingCommand,
} from './reading-command.js';
import { addSessionReports } from './session-reports.js';

export function addProfileCommands(program: Command, output: CommandOutput): void {
  program.commandsGroup(COMMAND_GROUPS.report);
  addReport(program, output);
  addTables(program, output);
  addTextfmt(program, output);
  addDiff(program, output);
  addSessionReports(program, output);
  addMergeCommands(program, output);
  program.commandsGroup(COMMAND_GROUPS.help);
  addDoctor(program, output);
}

function addReport(program: Command, output: CommandOutput): void {
  selectingCommand(
    program,
    'report',
    "Write Istanbul's reports and check thresholds",
    'report --reporter text --reporter html',
  )
    .option(
      '--reporter <name>',
      'Reporter to use instead of those in .nycrc, such as html or covermain (repeatable)',
      append,
    )
    .option(
      '--report-dir <directory>',
      'Directory for reports, instead of the one in .nycrc',
      parseReportDirectory,
    )
    .option('--skip-empty', 'Leave files without code out of tables')
    .option('--skip-full', 'Leave fully covered files out of tables')
    .option('--check-coverage', 'Exit with code 1 if a threshold is missed')
    .option('--no-check-coverage', 'Do not check thresholds')
    .option('--statements <percentage>', 'Minimum statement coverage')
    .option('--branches <percentage>', 'Minimum branch coverage')
    .option('--functions <percentage>', 'Minimum function coverage')
    .option('--lines <percentage>', 'Minimum line coverage')
    .option('--per-file', 'Check thresholds for each file')
    .option('--json', 'Print one JSON document instead of reports on stdout')
    .option(
      '--open',
      'Open the report html or covermain in a browser, and write html if no reporter writes either',
    )
    .action(
      readingOptions<ReportCommandOptions>(output, async (options) =>
        (await import('../commands/report.js')).reportCommand(options),
      ),
    );
}

function addTables(program: Command, output: CommandOutput): void {
  selectingCommand(program, 'percent', 'Print statement coverage per directory', 'percent coverage-data/*')
    .option(...JSON_OPTION)
    .action(
      readingOptions<TableOptions>(output, async (options) =>
        (await import('../commands/percent.js')).percentCommand(options),
      ),
    );
  selectingCommand(program, 'files', 'Print statement coverage per file', 'files --json')
    .option(...JSON_OPTION)
    .action(
      readingOptions<TableOptions>(output, async (options) =>
        (await import('../commands/files.js')).filesCommand(options),
      ),
    );
  selectingCommand(program, 'func', 'Print statement coverage per function', 'func coverage-data/*')
    .option(...JSON_OPTION)
    .action(
      readingOptions<TableOptions>(output, async (options) =>
        (await import('../commands/func.js')).funcCommand(options),
      ),
    );
}

function addTextfmt(program: Command, output: CommandOutput): void {
  selectingCommand(program, 'textfmt', "Print coverage in Go's text format", 'textfmt -o coverage.txt')
    .option('-o, --output <file>', 'File to write instead of stdout')
    .action(
      readingOptions<TextOptions>(output, async (options) =>
        (await import('../commands/textfmt.js')).textfmtCommand(options),
      ),
    );
}

function addDiff(program: Command, output: CommandOutput): void {
  readingCommand(
    program,
    'diff',
    'Report coverage of the lines changed since a Git ref',
    'diff --base origin/main --fail-under 80',
  )
    .argument('[inputs...]', INPUTS_OR_NEWEST)
    .requiredOption('--base <ref>', 'Git ref to compare with (its merge base is used)')
    .option('--fail-under <percentage>', 'Exit with code 1 if fewer changed lines are covered')
    .option(...JSON_OPTION)
    .option('--markdown', 'Print Markdown for a pull request comment')
    .option('--annotations', 'Also print workflow commands, with which GitHub marks missed lines')
    .action(
      readingOptions<DiffCommandOptions>(output, async (options) =>
        (await import('../commands/diff.js')).diffCommand(options),
      ),
    );
}

function addDoctor(program: Command, output: CommandOutput): void {
  program
    .command('doctor')
    .description('Diagnose missing or unexpectedly low coverage')
    .argument('[inputs...]', DIRECTORIES_OR_NEWEST)
    .option(...JSON_OPTION)
    .addHelpText('after', '\nExample:\n  covermain doctor')
    .action(
      readingOptions<TableOptions>(output, async (options) =>
        (await import('../commands/doctor.js')).doctorCommand(options),
      ),
    );
}
