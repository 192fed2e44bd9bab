/** Reads the profile of an ended session: only the files that its processes wrote, not the rest of the directory. */
import { basename, dirname } from 'node:path';
import { CovermainError } from '../../platform/errors.js';
import { countersNameOf } from '../../profile/format/counters-file.js';
import type { Dump } from '../../profile/model/dump.js';
import type { ProfileDirectory } from '../../profile/model/profile-directory.js';
import { readProfileDirectory } from '../../profile/store/read-profile.js';
import { requireReadable } from './profile-files.js';

/**
 * Reads the profiles of a session and their metas.
 *
 * @param endedPaths absolute paths of the profiles of processes that ended before the session
 * @throws CovermainError `PROFILE_CORRUPT` if a file is missing or cannot be read, `AGENT_FAILED` if a profile was not
 * written
 */
export function readSession(dumps: readonly Dump[], endedPaths: readonly string[]): ProfileDirectory {
  const unwritten = dumps.find(({ path, counts }) => path === null && counts.hit > 0);
  if (unwritten)
    throw new CovermainError(
      'AGENT_FAILED',
      `The session has ended, but the counters of process ${unwritten.pid} could not be written. ` +
        'Set COVER_DIR to a writable directory.',
    );
  const written = dumps.map(({ path }) => path).filter((path) => path !== null);
  const paths = [...new Set([...written, ...endedPaths])];
  const directories = [...new Set(paths.map((path) => dirname(path)))];
  const contents = directories.map((directory) =>
    readFrom(
      directory,
      paths.filter((path) => dirname(path) === directory),
    ),
  );
  return {
    metas: new Map(contents.flatMap(({ metas }) => [...metas])),
    profiles: contents.flatMap(({ profiles }) => profiles),
    unreadable: [],
  };
}

/** Reads the profiles of these paths, and their metas. */
function readFrom(directory: string, paths: readonly string[]): ProfileDirectory {
  const all = readProfileDirectory(directory);
  const names = new Set(paths.map((path) => basename(path)));
  const profiles = all.profiles.filter((profile) => names.has(countersNameOf(profile)));
  const unreadable = all.unreadable.filter(({ path }) => names.has(basename(path)));
  const found = new Set([...profiles.map(countersNameOf), ...unreadable.map(({ path }) => basename(path))]);
  const missing = paths.filter((path) => !found.has(basename(path)));
  const counted = new Set(profiles.flatMap(({ files }) => files.map(({ meta }) => meta)));
  return requireReadable({
    metas: new Map([...all.metas].filter(([hash]) => counted.has(hash))),
    profiles,
    unreadable: [
      ...unreadable,
      ...missing.map((path) => ({ path, reason: `Missing profile ${path}: the file was deleted.` })),
    ],
  });
}
