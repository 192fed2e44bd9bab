/** Errors of sessions that cannot be started or ended. */
import { CovermainError } from '../../platform/errors.js';

/** Returns the error for starting a session that is open. */
export function sessionIsRunning(name: string): CovermainError {
  return new CovermainError(
    'SESSION_RUNNING',
    `Cannot start session ${JSON.stringify(name)}: it is already open. End it first, or choose another name.`,
  );
}

/** Returns the error for ending a session that is not open. */
export function sessionIsUnknown(name: string): CovermainError {
  return new CovermainError(
    'SESSION_UNKNOWN',
    `Cannot end session ${JSON.stringify(name)}: it is not open. \`covermain session list\` lists the open sessions.`,
  );
}
