/** How the command line tells of itself: its help, and what it says where it was misused. */
import { Command } from 'commander';

/** What commands are listed under, in this order. */
export const COMMAND_GROUPS = {
  measuring: 'Measure a program:',
  running: 'While it runs:',
  looking: 'Look at profiles:',
  combining: 'Combine profiles:',
  helping: 'Find out more:',
};

/** Before commands are added, which inherit it. */
export function applyLayout(program: Command): Command {
  const help = new Command('help')
    .argument('[command]')
    .description('tell about a command')
    .helpGroup(COMMAND_GROUPS.helping);
  return program
    .addHelpCommand(help)
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({
      outputError: (message, write) => write(message.replace(/^error: /, 'covermain: ')),
    });
}

/** After they were added: behind a mistake there is one line, since a page of help would hide it. */
export function pointToHelp(command: Command, name = command.name()): void {
  command.showHelpAfterError(`see \`${name} --help\``);
  for (const inner of command.commands) pointToHelp(inner, `${name} ${inner.name()}`);
}
