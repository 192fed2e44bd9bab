/** The sessions that profile directories have. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSessionName, sessionsOf } from '../profile/store/session-directories.js';
import { isProfileDirectory } from './inputs/input.js';

/**
 * By name, in the order of names, the profile directories of a session: one session may have been in several runs.
 *
 * @param paths absolute, of inputs of any kind
 */
export function findSessions(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const path of new Set(paths)) {
    const parent = sessionsOf(path);
    for (const folder of existsSync(parent) ? readdirSync(parent).sort() : []) {
      const name = decodeSessionName(folder);
      const directory = join(parent, folder);
      if (name === undefined || !isProfileDirectory(directory)) continue;
      found.set(name, [...(found.get(name) ?? []), directory]);
    }
  }
  return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}
