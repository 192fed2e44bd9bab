/** `COVER_TRIGGER_FILE`: a file whose creation dumps the profile. covermain removes it when the dump is written. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const TRIGGER_FILE_VARIABLE = 'COVER_TRIGGER_FILE';

/** Matches a path whose last segment is empty, `.` or `..`, so that it can only be a directory. */
const DIRECTORY_PATH = /(^|[/\\])\.{0,2}$/;

/**
 * Returns the path as given, or `null` without a trigger file.
 *
 * @throws SettingError for a path that can only be a directory
 */
export function triggerFileOf(environment: Environment): string | null {
  const given = readVariable(environment, TRIGGER_FILE_VARIABLE) ?? null;
  if (given === null || !DIRECTORY_PATH.test(given)) return given;
  throw new SettingError({
    name: TRIGGER_FILE_VARIABLE,
    given,
    example: './generate_coverage',
    accepted: 'the path of a file (not of a directory), which is removed when the profile is written',
  });
}
