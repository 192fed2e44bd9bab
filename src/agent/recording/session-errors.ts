/** What is said of a session that cannot be started or ended. */
import { CovermainError } from '../../platform/errors.js';

export function sessionIsRunning(name: string): CovermainError {
  const message = `a session ${JSON.stringify(name)} is open already: end it first, or start one of another name`;
  return new CovermainError('SESSION_RUNNING', message);
}

export function sessionIsUnknown(name: string): CovermainError {
  const given = JSON.stringify(name);
  return new CovermainError(
    'SESSION_UNKNOWN',
    `expected the name of a session that is open, and got ${given}: start it first; the status names those that are`,
  );
}
