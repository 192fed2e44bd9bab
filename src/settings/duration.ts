/** Durations as people write them: `60s`, `5m`, `1500` (milliseconds). */
import ms, { type StringValue } from 'ms';
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

/** A day less than what `setTimeout` can hold (2³¹-1 ms, 24.8 days), after which Node would fire at once. */
const LONGEST = ms('24d');

export interface DurationRange {
  /** Milliseconds. */
  readonly least: number;
  readonly example: string;
  /** A word that the setting takes in place of a duration, for the message. */
  readonly word?: string;
}

/**
 * The duration that a variable names, in whole milliseconds, or `undefined` where it is not set.
 *
 * @throws SettingError for words, and for values outside `least` to 24 days
 */
export function durationOf(environment: Environment, name: string, range: DurationRange): number | undefined {
  const given = readVariable(environment, name);
  return given === undefined ? undefined : checkDuration(name, given, parse(given), range);
}

/**
 * The duration, rounded to whole milliseconds.
 *
 * @param given as it was given, for the message
 * @throws SettingError for `undefined`, `NaN`, and values outside `least` to 24 days
 */
export function checkDuration(
  name: string,
  given: string,
  milliseconds: number | undefined,
  { least, example, word }: DurationRange,
): number {
  if (milliseconds !== undefined && milliseconds >= least && milliseconds <= LONGEST) {
    return Math.round(milliseconds);
  }
  const duration = `a duration from ${least}ms to 24d, such as 60s, 5m or 1500 (milliseconds)`;
  throw new SettingError({ name, given, accepted: word ? `${duration}, or ${word}` : duration, example });
}

/** `ms` throws for strings over 100 characters and returns `undefined` for what it does not know. */
function parse(given: string): number | undefined {
  return given.length <= 100 ? ms(given as StringValue) : undefined;
}
