/** Errors of sessions that cannot be started or ended. */
import { CovermainError } from '../../platform/errors.js';
import { quoteText } from '../../platform/escape-terminal.js';

/** Returns the error for starting a session that is open. */
export function sessionIsRunning(name: string): CovermainError {
  return new CovermainError(
    'SESSION_RUNNING',
    `Cannot start session ${quoteText(name)}: it is already open. End it first, or choose another name.`,
  );
}

/** Returns the error for starting one more session than a caller without proof can have. */
export function sessionsAreTooMany(name: string, maximum: number): CovermainError {
  return new CovermainError(
    'SESSION_LIMIT',
    `Cannot start session ${quoteText(name)}: ${maximum} sessions are open, and only the owner of the run can start more. ` +
      'End one first, or run `covermain session start` in the directory of the project.',
  );
}

/** Returns the error for ending a session that is not open. */
export function sessionIsUnknown(name: string): CovermainError {
  return new CovermainError(
    'SESSION_UNKNOWN',
    `Cannot end session ${quoteText(name)}: it is not open. \`covermain session list\` lists the open sessions.`,
  );
}

/** Returns the error for reading the counters of a session that is not open. */
export function sessionIsNotOpen(name: string): CovermainError {
  return new CovermainError(
    'SESSION_UNKNOWN',
    `Cannot read session ${quoteText(name)}: it is not open. \`covermain session list\` lists the open sessions.`,
  );
}
