/** All commands, in the order of the help. `covermain run` and `covermain manual` start without this module. */
import type { Command } from 'commander';
import { addAgentCommands } from './agent-commands.js';
import { addCollectCommands } from './collect-commands.js';
import { addCompletionCommands } from './completion-commands.js';
import { addMeasuringCommands } from './measuring-commands.js';
import { addOpenCommand } from './open-command.js';
import type { CommandOutput } from './output.js';
import { addProfileCommands } from './profile-commands.js';
import { addReceiveCommand } from './receive-command.js';
import { addSetupCommands } from './setup-commands.js';
import type { SplitArguments } from './split-arguments.js';

export { replaceGoFlags } from './inject-command.js';

export function addAllCommands(program: Command, output: CommandOutput, args: SplitArguments): void {
  addSetupCommands(program, output);
  addMeasuringCommands(program, output, args);
  addOpenCommand(program, output);
  addAgentCommands(program, output);
  addCollectCommands(program, output);
  addReceiveCommand(program, output);
  addProfileCommands(program, output);
  addCompletionCommands(program, output);
}
