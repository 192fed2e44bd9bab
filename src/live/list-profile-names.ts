/** Lists the files of a profile directory that may not exist yet. */
import { readdirSync } from 'node:fs';
import { type CountersName, parseCountersNames } from '../profile/format/counters-file.js';

/** Returns the names in a directory; none if there is no directory, or if somebody has removed it. */
export function fileNamesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Returns the names of the counters files that the processes of a run have written. */
export function countersNamesOf(directory: string, run: string): readonly CountersName[] {
  return parseCountersNames(fileNamesIn(directory)).filter((file) => file.run === run);
}
