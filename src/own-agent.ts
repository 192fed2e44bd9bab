/** How a program asks the agent of its own process. */
import { CovermainError } from './errors.js';
import { measuredProcess } from './runtime/measured-process.js';
import type { Answers, Command } from './runtime/questions.js';

/**
 * @returns `undefined` where nothing is measured
 * @throws CovermainError what the agent refuses. It is made anew: the runtime is loaded apart, and its errors are of a
 * class that the program cannot know.
 */
export async function askOwnAgent<Asked extends Command>(
  command: Asked,
): Promise<Answers[Asked['ask']] | undefined> {
  try {
    return await measuredProcess()?.ask(command);
  } catch (error) {
    const { name, code, message } = error as CovermainError;
    throw name === 'CovermainError' ? new CovermainError(code, message) : error;
  }
}
