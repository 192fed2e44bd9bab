/** `COVER_LOG`: what covermain prints on stderr besides warnings. */
import { SettingError } from '../platform/errors.js';
import { LOG_VARIABLE } from '../platform/unexpected-error.js';
import { type Environment, readVariable } from './environment.js';

export { LOG_VARIABLE };

/** Each level includes those before it. */
export const LOG_LEVELS = ['off', 'info', 'debug'] as const;

/** `info`: a line for the HTTP port and each of its requests. `debug`: also the stacks of unexpected errors. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Returns the level. @default 'off' @throws SettingError for another value */
export function logLevelOf(environment: Environment): LogLevel {
  const given = readVariable(environment, LOG_VARIABLE) ?? 'off';
  const level = LOG_LEVELS.find((one) => one === given);
  if (level !== undefined) return level;
  throw new SettingError({ name: LOG_VARIABLE, given, accepted: 'info, debug or off', example: 'info' });
}
