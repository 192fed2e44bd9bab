/** Finds the sessions in profile directories. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addToList } from '../platform/add-to-list.js';
import { decodeSessionName, sessionsOf } from '../profile/store/session-directories.js';
import { isProfileDirectory } from './inputs/input.js';

/**
 * Returns the profile directories of each session, sorted by the session's name. Several runs may have a session of one
 * name.
 *
 * @param paths absolute paths of inputs of any kind
 */
export function findSessions(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of new Set(paths)) {
    const parent = sessionsOf(path);
    for (const entry of existsSync(parent) ? readdirSync(parent).sort() : []) {
      const name = decodeSessionName(entry);
      const directory = join(parent, entry);
      if (name !== undefined && isProfileDirectory(directory)) addToList(found, name, directory);
    }
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}
