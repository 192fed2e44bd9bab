/** All commands, in the order of the help. `covermain run` starts without this module. */
import type { Command } from 'commander';
import { addAgentCommands } from './agent-commands.js';
import { addCollectCommands } from './collect-commands.js';
import { addCompletionCommands } from './completion-commands.js';
import { addMeasuringCommands, type SplitArguments } from './measuring-commands.js';
import type { CommandOutput } from './output.js';
import { addProfileCommands } from './profile-commands.js';
import { addReceiveCommand } from './receive-command.js';
import { addSetupCommands } from './setup-commands.js';

export { replaceGoFlags } from './inject-command.js';

export function addAllCommands(program: Command, output: CommandOutput, args: SplitArguments): void {
  addSetupCommands(program, output);
  addMeasuringCommands(program, output, args);
  addAgentCommands(program, output);
  addCollectCommands(program, output);
  addReceiveCommand(program, output);
  addProfileCommands(program, output);
  addCompletionCommands(program, output);
}
