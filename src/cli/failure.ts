/** Describes the errors of commands, and chooses their exit codes. */
import { CovermainError, type ErrorCode } from '../platform/errors.js';
import { describeUnexpected } from '../platform/unexpected-error.js';

/** Exit code of a command that was refused: what it was asked for is wrong, or does not exist. */
export const REFUSED = 2;

/** Exit code of a command that failed while it worked. */
export const FAILED = 1;

/** Errors of work that was not refused. The same command may succeed later. */
const FAILURES: ReadonlySet<ErrorCode> = new Set([
  'REPORTER_FAILED',
  'OUTPUT_NOT_WRITABLE',
  'AGENT_FAILED',
  'GIT_FAILED',
]);

export interface CommandFailure {
  /** Lines of the message for the user. */
  readonly message: readonly string[];
  readonly exitCode: number;
}

/** Returns what to print for an error of a command, and the exit code. */
export function describeFailure(error: unknown): CommandFailure {
  const isRefused = error instanceof CovermainError && !FAILURES.has(error.code);
  return { message: describeUnexpected(error), exitCode: isRefused ? REFUSED : FAILED };
}
