/** The profile of a session that has ended: what its processes wrote, and nothing else of the folder. */
import { basename, dirname } from 'node:path';
import { CovermainError } from '../../platform/errors.js';
import { countersNameOf } from '../../profile/format/counters-file.js';
import type { Dump } from '../../profile/model/dump.js';
import type { ProfileDirectory } from '../../profile/model/profile-directory.js';
import { readProfileDirectory } from '../../profile/store/read-profile.js';
import { asWhole } from './profile-files.js';

/**
 * @param ended absolute paths of what others of its processes wrote, who have ended before
 * @throws CovermainError `PROFILE_CORRUPT` where a file is not there any more or cannot be read, `AGENT_FAILED` where a
 * profile was not written
 */
export function readSession(dumps: readonly Dump[], ended: readonly string[]): ProfileDirectory {
  const unwritten = dumps.find(({ path, counts }) => path === null && counts.hit > 0);
  if (unwritten)
    throw new CovermainError(
      'AGENT_FAILED',
      `the session has ended, and what process ${unwritten.pid} counted in it was not written: ` +
        'set COVER_DIR to a directory that can be written',
    );
  const written = dumps.map(({ path }) => path).filter((path) => path !== null);
  const paths = [...new Set([...written, ...ended])];
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  const parts = folders.map((folder) =>
    readFrom(
      folder,
      paths.filter((path) => dirname(path) === folder),
    ),
  );
  return {
    metas: new Map(parts.flatMap(({ metas }) => [...metas])),
    profiles: parts.flatMap(({ profiles }) => profiles),
    unreadable: [],
  };
}

/** The files of these paths, and the metas that they count by. */
function readFrom(folder: string, paths: readonly string[]): ProfileDirectory {
  const all = readProfileDirectory(folder);
  const names = new Set(paths.map((path) => basename(path)));
  const profiles = all.profiles.filter((profile) => names.has(countersNameOf(profile)));
  const unreadable = all.unreadable.filter(({ path }) => names.has(basename(path)));
  const found = new Set([...profiles.map(countersNameOf), ...unreadable.map(({ path }) => basename(path))]);
  const missing = paths.filter((path) => !found.has(basename(path)));
  const counted = new Set(profiles.flatMap(({ files }) => files.map(({ meta }) => meta)));
  return asWhole({
    metas: new Map([...all.metas].filter(([hash]) => counted.has(hash))),
    profiles,
    unreadable: [
      ...unreadable,
      ...missing.map((path) => ({ path, reason: `${path} is not there any more` })),
    ],
  });
}
