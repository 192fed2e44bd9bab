/** Parses durations such as `60s`, `5m` or `1500` (milliseconds). */
import ms, { type StringValue } from 'ms';
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

/** Milliseconds. `setTimeout` accepts at most 2³¹-1 ms (24.8 days); Node fires at once for anything longer. */
export const MAX_DURATION = 24 * 24 * 3_600_000;

export interface DurationRange {
  /** Minimum in milliseconds. */
  readonly minimum: number;
  readonly example: string;
  /** Keyword that the setting accepts instead of a duration, for the error message. */
  readonly keyword?: string;
}

/**
 * Returns the duration of a variable in whole milliseconds, or `undefined` if the variable is not set.
 *
 * @throws SettingError for text that is not a duration, and for durations outside `minimum` to 24 days
 */
export function durationOf(environment: Environment, name: string, range: DurationRange): number | undefined {
  const given = readVariable(environment, name);
  return given === undefined ? undefined : checkDuration(name, given, parseDuration(given), range);
}

/**
 * Returns the duration rounded to whole milliseconds.
 *
 * @param given raw value, for the error message
 * @throws SettingError for `undefined`, `NaN`, and durations outside `minimum` to 24 days
 */
export function checkDuration(
  name: string,
  given: string,
  milliseconds: number | undefined,
  { minimum, example, keyword }: DurationRange,
): number {
  if (milliseconds !== undefined && milliseconds >= minimum && milliseconds <= MAX_DURATION) {
    return Math.round(milliseconds);
  }
  const duration = `a duration from ${minimum}ms to 24d, such as 60s, 5m or 1500 (milliseconds)`;
  throw new SettingError({
    name,
    given,
    accepted: keyword ? `${duration}, or ${keyword}` : duration,
    example,
  });
}

/** Returns milliseconds, or `undefined` for text that is not a duration. `ms` does so, too, but throws for more than 100 characters. */
export function parseDuration(given: string): number | undefined {
  return given.length <= 100 ? ms(given as StringValue) : undefined;
}
