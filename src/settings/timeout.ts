/** `COVER_TIMEOUT`: how long the window stays open if nobody presses Ctrl+C. */
import { type DurationRange, durationOf } from './duration.js';
import type { Environment } from './environment.js';

export const TIMEOUT_VARIABLE = 'COVER_TIMEOUT';

export const TIMEOUT_RANGE: DurationRange = { minimum: 1, example: '60s' };

/** Returns milliseconds, or `undefined` to wait for Ctrl+C. */
export function timeoutOf(environment: Environment): number | undefined {
  return durationOf(environment, TIMEOUT_VARIABLE, TIMEOUT_RANGE);
}
