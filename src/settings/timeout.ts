/** `COVER_TIMEOUT`: how long the window stays open where nobody presses Ctrl+C. */
import { durationOf } from './duration.js';
import type { Environment } from './environment.js';

export const TIMEOUT = 'COVER_TIMEOUT';

/** Milliseconds, or `undefined`: the window waits for Ctrl+C. */
export function timeoutOf(environment: Environment): number | undefined {
  return durationOf(environment, TIMEOUT, { least: 1, example: '60s' });
}
