/** What the main thread writes as the process ends, where there is no agent. */

import type { CountersProfile } from '../profile/model/counters-profile.js';
import type { MetaStore } from '../profile/store/meta-store.js';
import { sessionDirectoryOf } from '../profile/store/session-directories.js';
import { writeCounters } from '../profile/store/write-profile.js';
import { journalOf, readJournal, sessionsBegunIn } from '../run-log/journal.js';

/**
 * The profile of a process, and of the sessions during which it was started: it was too young to be asked.
 *
 * @param directory absolute path of the profile directory
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
 */
export function writeWithoutAgent(directory: string, profile: CountersProfile, metas: MetaStore): void {
  const write = (where: string) => {
    metas.keepIn(where, profile.files);
    writeCounters(where, profile);
  };
  write(directory);
  const sessions = sessionsBegunIn(readJournal(journalOf(directory, profile.run)), profile.start);
  for (const { name } of sessions) write(sessionDirectoryOf(directory, name));
}
