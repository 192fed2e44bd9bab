/** `COVER_PUSH_TIMEOUT`: how long one push can take, and delay the end of the process, with all its retries. */
import { durationOf } from './duration.js';
import type { Environment } from './environment.js';

export const PUSH_TIMEOUT_VARIABLE = 'COVER_PUSH_TIMEOUT';
const DEFAULT_PUSH_TIMEOUT = 3_000;

/** Returns milliseconds. @default 3000 @throws SettingError for text that is not a duration, and below 10 ms */
export function pushTimeoutOf(environment: Environment): number {
  const range = { minimum: 10, example: '3s' };
  return durationOf(environment, PUSH_TIMEOUT_VARIABLE, range) ?? DEFAULT_PUSH_TIMEOUT;
}
