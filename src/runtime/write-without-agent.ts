/** Writes the last profile from the main thread, in a process without an agent. */

import type { CountersProfile } from '../profile/model/counters-profile.js';
import type { MetaStore } from '../profile/store/meta-store.js';
import { sessionDirectoryOf } from '../profile/store/session-directories.js';
import { writeWithMetas } from '../profile/store/write-with-metas.js';
import { journalOf, readJournal, sessionsBegunIn } from '../run-log/journal.js';

/**
 * Writes the profile of a process, also to the sessions that were open when the process started: it was too young for
 * anybody to start or end a session in it.
 *
 * @param directory absolute path of the profile directory
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function writeWithoutAgent(directory: string, profile: CountersProfile, metas: MetaStore): void {
  const writeTo = (target: string) => writeWithMetas(target, profile, metas);
  writeTo(directory);
  const sessions = sessionsBegunIn(readJournal(journalOf(directory, profile.run)), profile.start);
  for (const { name } of sessions) writeTo(sessionDirectoryOf(directory, name));
}
