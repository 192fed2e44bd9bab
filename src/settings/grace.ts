/** `COVER_GRACE`: how long the app may take to close before the window ends anyway. */
import { type DurationRange, durationOf } from './duration.js';
import type { Environment } from './environment.js';

export const GRACE_VARIABLE = 'COVER_GRACE';
export const DEFAULT_GRACE = 5_000;

export const GRACE_RANGE: DurationRange = { minimum: 0, example: '10s' };

/** Returns the milliseconds that the app has to close; `0` does not wait. @default 5000 */
export function graceOf(environment: Environment): number {
  return durationOf(environment, GRACE_VARIABLE, GRACE_RANGE) ?? DEFAULT_GRACE;
}
