/** `COVER_CACHE`: whether instrumented files are kept for the next run. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const CACHE = 'COVER_CACHE';

/** @default true */
export function isCacheOn(environment: Environment): boolean {
  const given = readVariable(environment, CACHE);
  if (given === undefined || given === 'on') return true;
  if (given === 'off') return false;
  throw new SettingError({ name: CACHE, given, accepted: 'on or off', example: 'off' });
}
