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
    async confirm(question) {
      const { confirm } = await import('@inquirer/prompts');
      return confirm({ message: toTerminalLine(question), default: true });
    },
    async choose(question, lines) {
      const { select } = await import('@inquirer/prompts');
      const choices = lines.map((line, value) => ({ name: toTerminalLine(line), value }));
      return select({ message: toTerminalLine(question), choices });
    },
  };
}

/** Whether an error means that the user has pressed Ctrl+C at a prompt. */
export function isPromptClosed(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExitPromptError';
}
