/** The commands that read profiles: what they hold together, compared, reported. */
import type { Command } from 'commander';
import type { TableOptions } from '../commands/coverage.js';
import type { DiffOptions } from '../commands/diff.js';
import type { ReportOptions } from '../commands/report.js';
import type { TextOptions } from '../commands/textfmt.js';
import { GROUPS } from './layout.js';
import { addMergeCommands } from './merge-commands.js';
import type { Voice } from './output.js';
import { append, type Given, INPUTS, readingCommand, runOn } from './reading-command.js';

export function addProfileCommands(program: Command, voice: Voice): void {
  const add = (name: string, description: string, example: string): Command => {
    return readingCommand(program, name, description, example);
  };
  /** One that tells of files, which can be chosen. */
  const addChoosing = (name: string, description: string, example: string): Command => {
    return add(name, description, example)
      .argument('[inputs...]', `${INPUTS} (default: the newest)`)
      .option('--include <glob>', 'only files that match, as in src/cart/**; may be given again', append)
      .option('--exclude <glob>', 'no files that match; may be given again', append);
  };

  program.commandsGroup(GROUPS.looking);

  addChoosing(
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
    .action(
      reading<ReportOptions>(async (options) => (await import('../commands/report.js')).report(options)),
    );

  addChoosing('percent', 'tell the share of statements that ran, a line a folder', 'percent coverage-data/*')
    .option('--json', 'print one JSON document')
    .action(
      reading<TableOptions>(async (options) => (await import('../commands/percent.js')).percent(options)),
    );

  addChoosing('files', 'tell the share of statements that ran, a line a file', 'files --json')
    .option('--json', 'print one JSON document')
    .action(reading<TableOptions>(async (options) => (await import('../commands/files.js')).files(options)));

  addChoosing('func', 'tell the share of statements that ran, a line a function', 'func coverage-data/*')
    .option('--json', 'print one JSON document')
    .action(reading<TableOptions>(async (options) => (await import('../commands/func.js')).func(options)));

  addChoosing('textfmt', "write Go's text format", 'textfmt -o coverage.txt')
    .option('-o, --output <file>', 'in place of stdout')
    .action(
      reading<TextOptions>(async (options) => (await import('../commands/textfmt.js')).textfmt(options)),
    );

  add(
    'diff',
    'tell which of the lines changed since a git ref ran',
    'diff --base origin/main --fail-under 80',
  )
    .argument('[inputs...]', `${INPUTS} (default: the newest)`)
    .requiredOption(
      '--base <ref>',
      'what git can find a commit by; changed is what differs from its merge base',
    )
    .option('--fail-under <percentage>', 'exit with 1 where less of the changed lines ran')
    .option('--json', 'print one JSON document')
    .option('--markdown', 'print Markdown, for a comment of a pull request')
    .action(reading<DiffOptions>(async (options) => (await import('../commands/diff.js')).diff(options)));

  add('who', 'name the sessions that ran a line', 'who src/cart.ts:42')
    .argument('<line>', 'a file and a line of it, as in src/cart.ts:42')
    .argument('[inputs...]', 'profile directories (default: the newest)')
    .option('--json', 'print one JSON document')
    .action((line: string, inputs: readonly string[], options: TableOptions) =>
      runOn(inputs, { ...options, ...voice }, async (given) =>
        (await import('../commands/who.js')).who({ ...given, line }),
      ),
    );

  addMergeCommands(program, voice);

  program.commandsGroup(GROUPS.helping);

  program
    .command('doctor')
    .description('look for reasons why coverage is empty, or lower than was thought')
    .argument('[inputs...]', 'profile directories (default: the newest)')
    .option('--json', 'print one JSON document')
    .addHelpText('after', '\nExample:\n  covermain doctor')
    .action(
      reading<TableOptions>(async (options) => (await import('../commands/doctor.js')).doctor(options)),
    );

  /** The action of a command whose arguments are inputs. */
  function reading<Options>(command: (options: Options & Given) => Promise<number>) {
    return (inputs: readonly string[], options: Options) => runOn(inputs, { ...options, ...voice }, command);
  }
}
