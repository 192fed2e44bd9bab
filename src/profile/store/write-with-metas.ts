/** Writes a profile after the metas that it needs. */
import { CovermainError } from '../../platform/errors.js';
import { pluralize } from '../../platform/plural-forms.js';
import type { CountersProfile } from '../model/counters-profile.js';
import type { MetaStore } from './meta-store.js';
import { writeCounters } from './write-profile.js';

/**
 * Writes the metas of a profile, then its counters: readers treat a profile with missing metas as corrupt. Leaves out files whose
 * metas are lacking.
 *
 * @param directory absolute path of the profile directory or that of a session
 * @param onWritten receives the absolute path of the file, also before an error about lacking metas
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`, `DIRECTORY_NOT_PRIVATE`; `META_MISSING`
 */
export function writeWithMetas(
  directory: string,
  profile: CountersProfile,
  metas: MetaStore,
  onWritten: (path: string) => void = () => {},
): void {
  const files = profile.files.filter(({ meta }) => metas.has(meta));
  metas.keepIn(directory, files);
  const path = writeCounters(directory, { ...profile, files });
  onWritten(path);
  if (files.length < profile.files.length) throw lackingMetas(path, profile.files.length - files.length);
}

function lackingMetas(path: string, count: number): CovermainError {
  return new CovermainError(
    'META_MISSING',
    `Cannot write the counts of ${pluralize(count, 'file')} to ${path}: another thread has loaded them, and its metas are missing. ` +
      'Restart the program.',
  );
}
