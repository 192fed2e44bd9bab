/** Calls commands as the command line does, and records their output. */
import assert from 'node:assert/strict';
import type { AgentOptions } from '../../src/commands/ask-agents.js';
import { CovermainError, type ErrorCode } from '../../src/platform/errors.js';

export interface Called {
  readonly exitCode: number | undefined;
  /** Text that was printed to stdout. */
  readonly printed: string;
  /** Lines that were logged to stderr. */
  readonly said: readonly string[];
  readonly error: unknown;
}

/** Calls a command in the directory `cwd`. @param more further options of the command */
export async function call<More extends object>(
  command: (options: AgentOptions & More) => Promise<number>,
  cwd: string,
  more: More = {} as More,
): Promise<Called> {
  const printed: string[] = [];
  const said: string[] = [];
  const options = {
    cwd,
    print: (line: string) => printed.push(line),
    logLine: (line: string) => said.push(line),
    ...more,
  };
  try {
    const exitCode = await command(options);
    return { exitCode, printed: printed.join('\n'), said, error: undefined };
  } catch (error) {
    return { exitCode: undefined, printed: printed.join('\n'), said, error };
  }
}

/** Fails unless the command has failed with this code and message. */
export function assertFailed({ error }: Called, code: ErrorCode, message: RegExp): void {
  assert.ok(error instanceof CovermainError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
}
