/** Profiles as they are filtered and given: what is decoded from files, and files of what is left. */
import { CovermainError } from '../../platform/errors.js';
import { countersNameOf, encodeCounters } from '../../profile/format/counters-file.js';
import { encodeMeta, metaNameOf } from '../../profile/format/meta-file.js';
import type { ProfileDirectory } from '../../profile/model/profile-directory.js';
import type { EncodedProfileFiles } from '../actions/agent-actions.js';

/**
 * The files of a profile whose path is let through. A profile without any is still there: it tells of its process.
 *
 * @param isGiven by path relative to the root
 */
export function filterProfile(
  { metas, profiles, unreadable }: ProfileDirectory,
  isGiven: (path: string) => boolean,
): ProfileDirectory {
  const given = new Map([...metas].filter(([, { path }]) => isGiven(path)));
  const rest = profiles.map(({ files, ...header }) => {
    return { ...header, files: files.filter(({ meta }) => given.has(meta)) };
  });
  return { metas: given, profiles: rest, unreadable };
}

/** @param have hashes of metas that are left out */
export function encodeFiles(
  { metas, profiles }: ProfileDirectory,
  have: ReadonlySet<string>,
): EncodedProfileFiles {
  const lacking = [...metas].filter(([hash]) => !have.has(hash));
  return new Map([
    ...lacking.map(([hash, meta]) => [metaNameOf(hash), encodeMeta(meta)] as const),
    ...profiles.map((profile) => [countersNameOf(profile), encodeCounters(profile)] as const),
  ]);
}

/**
 * What was read, if it could all be read: a part of it would be given as less coverage, and nobody would know.
 *
 * @throws CovermainError `PROFILE_CORRUPT`
 */
export function asWhole(directory: ProfileDirectory): ProfileDirectory {
  const reasons = directory.unreadable.map(({ reason }) => reason);
  if (reasons.length > 0) throw new CovermainError('PROFILE_CORRUPT', reasons.join('\n'));
  return directory;
}
