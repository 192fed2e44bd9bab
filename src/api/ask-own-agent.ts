/** Sends commands to the agent of the program's own process. */
import { CovermainError } from '../platform/errors.js';
import { measuredProcess } from '../runtime/measured-process.js';
import type { AgentCommand, CommandResults } from '../runtime/threads/agent-commands.js';

/**
 * Sends a command to the agent of this process.
 *
 * @returns `undefined` if the process is not measured
 * @throws CovermainError if the agent refuses the command. The error is a copy: the runtime is a separate bundle, whose
 *   error class is not the one that the program imports.
 */
export async function askOwnAgent<Command extends AgentCommand>(
  command: Command,
): Promise<CommandResults[Command['type']] | undefined> {
  try {
    return await measuredProcess()?.ask(command);
  } catch (error) {
    const { name, code, message } = error as CovermainError;
    throw name === 'CovermainError' ? new CovermainError(code, message) : error;
  }
}
