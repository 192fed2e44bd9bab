/** Filters and encodes profiles for responses. */
import { CovermainError } from '../../platform/errors.js';
import { countersNameOf, encodeCounters } from '../../profile/format/counters-file.js';
import { encodeMeta, metaNameOf } from '../../profile/format/meta-file.js';
import type { ProfileDirectory } from '../../profile/model/profile-directory.js';
import type { EncodedProfileFiles } from '../actions/agent-actions.js';

/**
 * Returns the profiles with only the selected files. Keeps profiles without files, because they describe their processes.
 *
 * @param isSelected receives a path relative to the root
 */
export function filterProfile(
  { metas, profiles, unreadable }: ProfileDirectory,
  isSelected: (path: string) => boolean,
): ProfileDirectory {
  const selected = new Map([...metas].filter(([, { path }]) => isSelected(path)));
  const filtered = profiles.map(({ files, ...header }) => {
    return { ...header, files: files.filter(({ meta }) => selected.has(meta)) };
  });
  return { metas: selected, profiles: filtered, unreadable };
}

/** Returns the files of profiles and their metas. @param have hashes of metas to leave out */
export function encodeFiles(
  { metas, profiles }: ProfileDirectory,
  have: ReadonlySet<string>,
): EncodedProfileFiles {
  const needed = [...metas].filter(([hash]) => !have.has(hash));
  return new Map([
    ...needed.map(([hash, meta]) => [metaNameOf(hash), encodeMeta(meta)] as const),
    ...profiles.map((profile) => [countersNameOf(profile), encodeCounters(profile)] as const),
  ]);
}

/**
 * Returns the directory if all its files could be read. Otherwise the response would report too little coverage unnoticed.
 *
 * @throws CovermainError `PROFILE_CORRUPT`
 */
export function requireReadable(directory: ProfileDirectory): ProfileDirectory {
  const reasons = directory.unreadable.map(({ reason }) => reason);
  if (reasons.length > 0) throw new CovermainError('PROFILE_CORRUPT', reasons);
  return directory;
}
