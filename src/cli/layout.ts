/** Help texts and usage errors of the command line. */
import { Command } from 'commander';

/** Headings of the help, in this order. */
export const COMMAND_GROUPS = {
  setup: 'Set up a project:',
  measure: 'Measure a program:',
  control: 'Control running programs:',
  remote: 'Collect from other machines:',
  report: 'Report coverage:',
  combine: 'Combine profiles:',
  help: 'Get help:',
};

/**
 * Configures help and usage errors. Call it before commands are added, which inherit the configuration.
 *
 * @param logError logs the lines of a usage error
 */
export function applyLayout(program: Command, logError: (message: readonly string[]) => void): Command {
  const help = new Command('help')
    .argument('[command]')
    .description('Print the help of a command')
    .helpGroup(COMMAND_GROUPS.help);
  return program
    .addHelpCommand(help)
    .helpOption('-h, --help', 'Print this help')
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({
      outputError: (message) => logError(toUsageError(message)),
    });
}

/** Returns the lines of an error of commander: what is wrong, and a suggestion. Other line breaks are those of an argument. */
function toUsageError(message: string): readonly string[] {
  const [error = '', suggestion = ''] = message
    .replace(/^error: /, '')
    .trimEnd()
    .split(/\n(?=\(Did you mean [^\n]+\)$)/);
  return suggestion === '' ? [error] : [error, suggestion];
}

/** Makes usage errors end with one line that names the help. A whole page of help would hide the error. */
export function pointToHelp(command: Command, name = command.name()): void {
  command.showHelpAfterError(`see \`${name} --help\``);
  for (const subcommand of command.commands) pointToHelp(subcommand, `${name} ${subcommand.name()}`);
}
