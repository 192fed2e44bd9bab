/** `MANUAL_INTEGRATION`: without it a test main is pending and loads nothing of the app. */
import { SettingError } from '../errors.js';
import { type Environment, readVariable } from './environment.js';

export const GATE = 'MANUAL_INTEGRATION';

const OPEN = ['1', 'true', 'yes'];
const CLOSED = ['0', 'false', 'no'];

/**
 * Whether test mains may run.
 *
 * @throws SettingError for a value that is neither a yes nor a no
 */
export function isGateOpen(environment: Environment): boolean {
  const given = readVariable(environment, GATE);
  if (given === undefined || CLOSED.includes(given.toLowerCase())) return false;
  if (OPEN.includes(given.toLowerCase())) return true;
  throw new SettingError({
    name: GATE,
    given,
    accepted: `one of ${OPEN.join(', ')} to run, or ${CLOSED.join(', ')} or nothing to stay pending`,
    example: '1',
  });
}
