/** Finds the sessions in profile directories. */
import { join } from 'node:path';
import { addToList } from '../platform/add-to-list.js';
import { decodeSessionName, sessionsOf } from '../profile/store/session-directories.js';
import { isJournal, openSessionsOf, readJournal } from '../run-log/journal.js';
import { isProfileDirectory, listNames } from './inputs/input.js';

/**
 * Returns the profile directories of each session, sorted by the session's name. Several runs may have a session of one
 * name.
 *
 * @param paths absolute paths of inputs of any kind
 */
export function findSessions(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of new Set(paths))
    for (const { name, directory } of listSessions(path))
      if (isProfileDirectory(directory)) addToList(found, name, directory);
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Returns the names of sessions that have a directory and no profile in it. @param path absolute path of an input */
export function findEmptySessions(path: string): readonly string[] {
  return listSessions(path)
    .filter(({ directory }) => !isProfileDirectory(directory))
    .map(({ name }) => name);
}

/** Returns the names of sessions that were started and not ended, in any run. @param path absolute path of an input */
export function findOpenSessions(path: string): readonly string[] {
  const journals = listNames(path).filter(isJournal);
  return journals.flatMap((name) =>
    openSessionsOf(readJournal(join(path, name))).map((session) => session.name),
  );
}

interface SessionDirectory {
  readonly name: string;
  /** Absolute path. */
  readonly directory: string;
}

function listSessions(path: string): readonly SessionDirectory[] {
  const parent = sessionsOf(path);
  return listNames(parent).flatMap((entry) => {
    const name = decodeSessionName(entry);
    return name === undefined ? [] : [{ name, directory: join(parent, entry) }];
  });
}
