/** `COVER_DIR`: where the profile of a run is written. */
import { fileTimeOf } from '../platform/file-time.js';
import { type Environment, readVariable } from './environment.js';

export const DIRECTORY = 'COVER_DIR';

/** The folder of a project that has a profile directory for each run, where none is given. */
export const RUNS = 'coverage-data';

/** The directory as given, or `coverage-data/<timestamp>`, where a moment's colons become dashes. */
export function directoryOf(environment: Environment, now: Date): string {
  return readVariable(environment, DIRECTORY) ?? `${RUNS}/${fileTimeOf(now.toISOString())}`;
}
