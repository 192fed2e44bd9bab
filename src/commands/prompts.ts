/** Questions to the user of a terminal. */
import { toTerminalLine } from '../platform/escape-terminal.js';

export interface Prompts {
  /** Asks a question that yes and no answer; yes is the default. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** Asks the user to choose one of several lines. @returns its index */
  readonly choose: (question: string, lines: readonly string[]) => Promise<number>;
}

/** Returns the prompts of this process; `undefined` unless stdin and stdout are a terminal. */
export function openPrompts(): Prompts | undefined {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  return {
    confirm: (question) => confirmAnswer(question, process.stdout),
    async choose(question, lines) {
      const { select } = await import('@inquirer/prompts');
      const choices = lines.map((line, value) => ({ name: toTerminalLine(line), value }));
      return select({ message: toTerminalLine(question), choices });
    },
  };
}

/**
 * Asks a question until the answer is yes, no, or empty for yes. The library's own prompt takes any other answer for the
 * default, so `quit` would mean yes.
 */
export async function confirmAnswer(question: string, output: NodeJS.WriteStream): Promise<boolean> {
  // Loads only here, because the library takes 100 ms.
  const { input } = await import('@inquirer/prompts');
  const answer = await input(
    {
      message: toTerminalLine(question),
      default: YES_OR_NO,
      validate: (text) => isYes(text) || isNo(text) || 'Answer yes or no (y or n).',
      transformer: (text, { isFinal }) => (isFinal ? (isYes(text) ? 'Yes' : 'No') : text),
      theme: { validationFailureMode: 'clear' },
    },
    { input: process.stdin, output },
  );
  return isYes(answer);
}

/** Shown as the default, and returned for an empty answer: the upper-case letter is the answer. */
const YES_OR_NO = 'Y/n';

function isYes(answer: string): boolean {
  return answer === YES_OR_NO || /^\s*y(?:es)?\s*$/i.test(answer);
}

function isNo(answer: string): boolean {
  return /^\s*no?\s*$/i.test(answer);
}

/** Whether an error means that the user has pressed Ctrl+C at a prompt. */
export function isPromptClosed(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError';
}
