/** Errors about options of commands that are no settings of a run. */
import { SettingError } from '../platform/errors.js';

/** Returns the error about an invalid option. @param name such as `--port` */
export function optionError(name: string, given: unknown, accepted: string, example: string): SettingError {
  return new SettingError({ name, given, accepted, example, assignment: `${name} ${example}` });
}
