/** Reads the profiles of ended processes of a run from the profile directory. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileTimeOf } from '../../platform/file-time.js';
import { readDataFile } from '../../platform/regular-files.js';
import { corruptProfile } from '../../profile/format/byte-reader.js';
import { type CountersName, decodeCounters, parseCountersNames } from '../../profile/format/counters-file.js';
import { metaNameOf } from '../../profile/format/meta-file.js';
import { openMetaFiles } from '../../profile/store/meta-files.js';
import { describeMissingMeta } from '../../profile/store/meta-mismatch.js';
import { sessionDirectoryOf } from '../../profile/store/session-directories.js';
import { lastResetOf, lastStartOf, readJournal } from '../../run-log/journal.js';
import type { EncodedProfileFiles } from './agent-actions.js';

export interface EndedProfilesOptions {
  /** Id of the run. */
  readonly run: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the journal. */
  readonly journal: string;
  /** Receives the error for each file that cannot be read; the file is left out. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Returns the counters files of epochs that no reset has closed, and their metas. The journal has the resets of the run and
 * those of single processes. Files of running processes are included.
 *
 * @param have hashes of metas to leave out
 */
export function readEndedProfiles(
  { run, directory, journal, onFailure }: EndedProfilesOptions,
  have: ReadonlySet<string>,
): EncodedProfileFiles {
  const events = readJournal(journal);
  const names = namesOf(directory, run).filter(({ pid, time }) => {
    const reset = lastResetOf(events, pid);
    return reset === undefined || time >= fileTimeOf(reset);
  });
  return readWithMetas(
    directory,
    names.map(({ name }) => name),
    have,
    onFailure,
  );
}

/** Returns counters files and their metas. @param onFailure receives the error for each file that is left out */
export function readWithMetas(
  directory: string,
  names: readonly string[],
  have: ReadonlySet<string>,
  onFailure: (error: unknown) => void,
): EncodedProfileFiles {
  const files = new Map<string, Uint8Array>();
  const metas = openMetaFiles(directory);
  for (const name of names) {
    try {
      const bytes = readDataFile(join(directory, name));
      for (const { meta } of decodeCounters(bytes, name).files) {
        const metaName = metaNameOf(meta);
        if (have.has(meta) || files.has(metaName)) continue;
        const encoded = metas.read(meta);
        if (!encoded) throw corruptProfile(name, describeMissingMeta(meta));
        files.set(metaName, encoded);
      }
      files.set(name, bytes);
    } catch (error) {
      onFailure(error);
    }
  }
  return files;
}

/** Returns the absolute paths of the profiles that all processes of the run, also ended ones, have written of a session. */
export function sessionProfilePaths(
  { run, directory, journal }: Pick<EndedProfilesOptions, 'run' | 'directory' | 'journal'>,
  session: string,
): readonly string[] {
  const start = lastStartOf(readJournal(journal), session);
  if (start === undefined) return [];
  const path = sessionDirectoryOf(directory, session);
  return namesOf(path, run)
    .filter(({ time }) => time >= fileTimeOf(start))
    .map(({ name }) => join(path, name));
}

/**
 * Returns the files of the last session with a name, and their metas. A session that a program has started itself is not in the
 * journal: then all sessions of this name are returned.
 *
 * @param pid process whose files are returned; `undefined`: all processes of the run
 */
export function readSessionFiles(
  { run, directory, journal, onFailure }: EndedProfilesOptions,
  session: string,
  have: ReadonlySet<string>,
  pid?: number,
): EncodedProfileFiles {
  const start = fileTimeOf(lastStartOf(readJournal(journal), session) ?? '');
  const path = sessionDirectoryOf(directory, session);
  const names = namesOf(path, run).filter(
    (one) => one.time >= start && (pid === undefined || one.pid === pid),
  );
  return readWithMetas(
    path,
    names.map(({ name }) => name),
    have,
    onFailure,
  );
}

/** Returns the counters files of a run; none if the directory does not exist, since then nothing was written. */
function namesOf(directory: string, run: string): readonly CountersName[] {
  try {
    return parseCountersNames(readdirSync(directory)).filter((one) => one.run === run);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
