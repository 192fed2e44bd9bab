/** `COVER_FLUSH`: how often a process writes its profile while it runs. A kill loses at most the hits since then. */
import { type DurationRange, durationOf } from './duration.js';
import { type Environment, readVariable } from './environment.js';

export const FLUSH_VARIABLE = 'COVER_FLUSH';
export const DEFAULT_FLUSH = 1_000;

const FLUSH_RANGE: DurationRange = { minimum: 10, example: '1s', keyword: 'off' };

/**
 * Returns the milliseconds between two flushes, or `null` to write the profile only at the end. @default 1000
 *
 * @throws SettingError for text that is not a duration, and below 10 ms, because the disk would do nothing else
 */
export function flushOf(environment: Environment): number | null {
  if (readVariable(environment, FLUSH_VARIABLE) === 'off') return null;
  return durationOf(environment, FLUSH_VARIABLE, FLUSH_RANGE) ?? DEFAULT_FLUSH;
}
