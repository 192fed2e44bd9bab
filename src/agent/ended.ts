/** What processes of the run that have ended left in the profile directory. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileTimeOf } from '../file-time.js';
import { decodeCounters } from '../profile/counters-file.js';
import { COUNTERS_PREFIX } from '../profile/format.js';
import { lastResetOf, readJournal } from '../profile/journal.js';
import { metaNameOf } from '../profile/meta-file.js';
import type { ProfileFiles } from './actions.js';

export interface EndedOptions {
  readonly run: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the journal. */
  readonly journal: string;
  /** Is told of files that are left out: they cannot be read. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * The counters files of epochs that began since the run was reset, with the metas they count by. Files of processes
 * that are alive are among them.
 *
 * @param have hashes of metas to leave out
 */
export function readEnded(
  { run, directory, journal, onFailure }: EndedOptions,
  have: ReadonlySet<string>,
): ProfileFiles {
  const files = new Map<string, Uint8Array>();
  const reset = lastResetOf(readJournal(journal));
  const since = reset === undefined ? '' : fileTimeOf(reset);
  for (const name of namesOf(directory, run)) {
    if ((name.split('.').at(-1) ?? '') < since) continue;
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

/** None where there is no directory: then nobody could write. */
function namesOf(directory: string, run: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => name.startsWith(`${COUNTERS_PREFIX}${run}.`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
