/** What processes of the run that have ended left in the profile directory. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileTimeOf } from '../../platform/file-time.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';
import { decodeCounters } from '../../profile/format/counters-file.js';
import { metaNameOf } from '../../profile/format/meta-file.js';
import { sessionDirectoryOf } from '../../profile/store/session-directories.js';
import { lastResetOf, lastStartOf, readJournal } from '../../run-log/journal.js';
import type { EncodedProfileFiles } from './agent-actions.js';

export interface EndedProfilesOptions {
  readonly run: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the journal. */
  readonly journal: string;
  /** Is told of files that are left out: they cannot be read. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * The counters files of epochs that no reset has closed, with the metas they count by; the journal tells of resets of the
 * run, and of those of one process. Files of processes that are alive are among them.
 *
 * @param have hashes of metas to leave out
 */
export function readEndedProfiles(
  { run, directory, journal, onFailure }: EndedProfilesOptions,
  have: ReadonlySet<string>,
): EncodedProfileFiles {
  const files = new Map<string, Uint8Array>();
  const events = readJournal(journal);
  for (const { name, pid, time } of namesOf(directory, run)) {
    const reset = lastResetOf(events, pid);
    if (reset !== undefined && time < fileTimeOf(reset)) continue;
    try {
      const bytes = readFileSync(join(directory, name));
      for (const { meta } of decodeCounters(bytes, name).files) {
        const metaName = metaNameOf(meta);
        if (!have.has(meta) && !files.has(metaName))
          files.set(metaName, readFileSync(join(directory, metaName)));
      }
      files.set(name, bytes);
    } catch (error) {
      onFailure(error);
    }
  }
  return files;
}

/** What processes wrote of a session of their run since it began, also those that have ended: absolute paths. */
export function sessionProfilePaths(
  { run, directory, journal }: Pick<EndedProfilesOptions, 'run' | 'directory' | 'journal'>,
  session: string,
): readonly string[] {
  const start = lastStartOf(readJournal(journal), session);
  if (start === undefined) return [];
  const folder = sessionDirectoryOf(directory, session);
  return namesOf(folder, run)
    .filter(({ time }) => time >= fileTimeOf(start))
    .map(({ name }) => join(folder, name));
}

interface CountersName {
  readonly name: string;
  readonly pid: number;
  /** When the epoch began, as `fileTimeOf` has it. */
  readonly time: string;
}

/** None where there is no directory: then nobody could write. */
function namesOf(directory: string, run: string): readonly CountersName[] {
  try {
    const names = readdirSync(directory).filter((name) => name.startsWith(`${COUNTERS_PREFIX}${run}.`));
    return names.map((name) => {
      const [pid, time = ''] = name.split('.').slice(-2);
      return { name, pid: Number(pid), time };
    });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
