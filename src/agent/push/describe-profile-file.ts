/** Describes where the profile of a failed push is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countersNameOf } from '../../profile/format/counters-file.js';
import type { ProcessHeader } from '../../profile/model/counters-profile.js';

/** Returns a sentence. @param directory absolute path of the profile directory */
export function describeProfileFile(directory: string, header: ProcessHeader): string {
  const path = join(directory, countersNameOf(header));
  return existsSync(path)
    ? `The profile is in ${path}.`
    : 'The profile could not be written to a file either.';
}
