/** `COVER_FLUSH`: how often a process writes its profile while it runs: a kill costs no more than that. */
import { type DurationRange, durationOf } from './duration.js';
import { type Environment, readVariable } from './environment.js';

export const FLUSH = 'COVER_FLUSH';
export const DEFAULT_FLUSH = 1_000;

const FLUSH_RANGE: DurationRange = { least: 10, example: '1s', word: 'off' };

/**
 * Milliseconds between two flushes; `null`: the profile is written at the end. @default 1000
 *
 * @throws SettingError for what is no duration, and for one below 10 ms, when a disk would do nothing else
 */
export function flushOf(environment: Environment): number | null {
  if (readVariable(environment, FLUSH) === 'off') return null;
  return durationOf(environment, FLUSH, FLUSH_RANGE) ?? DEFAULT_FLUSH;
}
