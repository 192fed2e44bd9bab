/** `COVER_TRIGGER_FILE`: a file whose creation dumps the profile; it is removed as the acknowledgement. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const TRIGGER_FILE = 'COVER_TRIGGER_FILE';

/** The last part of a path to a folder: nothing, `.` or `..`. */
const FOLDER = /(^|[/\\])\.{0,2}$/;

/**
 * The path as given, or `null` where no file is waited for.
 *
 * @throws SettingError for a path that can only be a folder's
 */
export function triggerFileOf(environment: Environment): string | null {
  const given = readVariable(environment, TRIGGER_FILE) ?? null;
  if (given === null || !FOLDER.test(given)) return given;
  throw new SettingError({
    name: TRIGGER_FILE,
    given,
    example: './generate_coverage',
    accepted: 'the path of a file, which is removed once the profile is written, and not that of a folder',
  });
}
