/** The options that all commands of `covermain collect` share, and their values. */
import { SettingError } from '../platform/errors.js';
import { durationOf } from '../settings/duration.js';
import { createFlagLayer, translateError } from '../settings/layers.js';
import { optionError } from '../settings/option-error.js';
import { tokenOf } from '../settings/token.js';

export interface CollectFlags {
  /** Directory to write to, relative to `cwd`. Profiles of earlier collections stay. @default a new one in `coverage-data/` */
  readonly output?: string;
  /** Whether each process starts a new epoch after its profile was stored. */
  readonly reset?: boolean;
  /** Session to end and to store as `sessions/NAME`. */
  readonly session?: string;
  /** Whether to draw the report of the directory. */
  readonly report?: boolean;
  /** Time between two rounds, such as `30s`. @default one round */
  readonly watch?: string;
  /** Whether the exit code is 0 although something is missing, if at least one profile has arrived. */
  readonly force?: boolean;
  /** Maximum time for each target, such as `60s`. */
  readonly timeout?: string;
  /** Number of targets that are collected from at the same time. */
  readonly concurrency?: string;
  /** File with the token of the agents, relative to `cwd`. */
  readonly tokenFile?: string;
  /** Whether to print one JSON document. */
  readonly json?: boolean;
}

/**
 * Returns the duration of an option in milliseconds.
 *
 * @param minimum in milliseconds
 * @throws SettingError
 */
export function readSpan(option: string, text: string | undefined, minimum: number): number | undefined {
  return durationOf(text === undefined ? {} : { [option]: text }, option, { minimum, example: '30s' });
}

/** Shortest pause that may have no unit, in milliseconds. */
const MIN_PAUSE_WITHOUT_UNIT = 1_000;

/**
 * Returns the pause of `--watch` in milliseconds. A number without a unit is milliseconds, as in all settings. A small one is refused:
 * `--watch 30` means seconds, and would not let the cluster rest.
 *
 * @throws SettingError
 */
export function readPause(text: string | undefined): number | undefined {
  const pause = readSpan('--watch', text, 0);
  if (text === undefined || pause === undefined) return undefined;
  if (pause >= MIN_PAUSE_WITHOUT_UNIT || /[a-z]/i.test(text)) return pause;
  throw new SettingError({
    name: '--watch',
    given: text,
    accepted: 'a duration with a unit, because a number alone is milliseconds',
    example: '30s',
    assignment: `--watch ${text.trim()}s`,
  });
}

const DEFAULT_CONCURRENCY = 8;
const MAX_CONCURRENCY = 1_000;

/** @throws SettingError */
export function readConcurrency(text = String(DEFAULT_CONCURRENCY)): number {
  const value = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= MAX_CONCURRENCY) return value;
  throw optionError('--concurrency', text, `a number from 1 to ${MAX_CONCURRENCY}`, `${DEFAULT_CONCURRENCY}`);
}

/**
 * Returns the token in a file, as the setting of a run does; `null` if no file was named. No message contains it.
 *
 * @throws SettingError for a file that cannot be read, or has no valid token
 */
export function readTokenFile(file: string | undefined, cwd: string): string | null {
  const { values, terms } = createFlagLayer({ tokenFile: file }, cwd);
  try {
    return tokenOf(values);
  } catch (error) {
    throw error instanceof SettingError ? translateError(error, terms) : error;
  }
}
