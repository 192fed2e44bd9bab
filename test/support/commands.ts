/** Commands that speak to agents, called as the command line calls them. */
import assert from 'node:assert/strict';
import type { AgentOptions } from '../../src/commands/ask-agents.js';
import { CovermainError, type ErrorCode } from '../../src/platform/errors.js';

export interface Called {
  readonly exitCode: number | undefined;
  /** What went to stdout. */
  readonly printed: string;
  /** Lines for people, on stderr. */
  readonly said: readonly string[];
  readonly error: unknown;
}

/** @param more what the command line adds to the folder where it is called */
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

export function assertFailed({ error }: Called, code: ErrorCode, message: RegExp): void {
  assert.ok(error instanceof CovermainError, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
}
