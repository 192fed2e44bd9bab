/** `COVER_LOG`: whether errors that covermain does not expect are printed with their stacks. */
import { SettingError } from '../platform/errors.js';
import { LOG_VARIABLE } from '../platform/unexpected-error.js';
import { type Environment, readVariable } from './environment.js';

export { LOG_VARIABLE };

/** Returns whether stacks are printed. @default false @throws SettingError for a value other than debug or off */
export function isDebugLog(environment: Environment): boolean {
  const given = readVariable(environment, LOG_VARIABLE);
  if (given === undefined || given === 'off') return false;
  if (given === 'debug') return true;
  throw new SettingError({ name: LOG_VARIABLE, given, accepted: 'debug or off', example: 'debug' });
}
