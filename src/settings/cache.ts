/** `COVER_CACHE`: whether instrumented files are kept for later runs. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const CACHE_VARIABLE = 'COVER_CACHE';

/** Returns whether the cache is on. @default true @throws SettingError for a value other than on or off */
export function isCacheOn(environment: Environment): boolean {
  const given = readVariable(environment, CACHE_VARIABLE);
  if (given === undefined || given === 'on') return true;
  if (given === 'off') return false;
  throw new SettingError({ name: CACHE_VARIABLE, given, accepted: 'on or off', example: 'off' });
}
