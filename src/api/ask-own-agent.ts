/** How a program asks the agent of its own process. */
import { CovermainError } from '../platform/errors.js';
import { measuredProcess } from '../runtime/measured-process.js';
import type { AgentCommand, CommandResults } from '../runtime/threads/agent-commands.js';

/**
 * @returns `undefined` where nothing is measured
 * @throws CovermainError what the agent refuses. It is made anew: the runtime is loaded apart, and its errors are of a
 * class that the program cannot know.
 */
export async function askOwnAgent<Asked extends AgentCommand>(
  command: Asked,
): Promise<CommandResults[Asked['type']] | undefined> {
  try {
    return await measuredProcess()?.ask(command);
  } catch (error) {
    const { name, code, message } = error as CovermainError;
    throw name === 'CovermainError' ? new CovermainError(code, message) : error;
  }
}
