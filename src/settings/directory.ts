/** `COVER_DIR`: the profile directory of a run. */
import { fileTimeOf } from '../platform/file-time.js';
import { type Environment, readVariable } from './environment.js';

export const DIRECTORY_VARIABLE = 'COVER_DIR';

/** Directory in a project that contains a profile directory for each run without `COVER_DIR`. */
export const RUNS_DIRECTORY = 'coverage-data';

/** Returns the directory as given, or `coverage-data/<timestamp>`, with dashes in place of the time's colons. */
export function directoryOf(environment: Environment, now: Date): string {
  return (
    readVariable(environment, DIRECTORY_VARIABLE) ?? `${RUNS_DIRECTORY}/${fileTimeOf(now.toISOString())}`
  );
}
