/** Reads the profiles of sessions: those of a run as it writes them, or as `covermain report` does after its end. */
import { join } from 'node:path';
import { NO_PROGRESS } from '../collect/progress.js';
import { readInputs } from '../collect/read-inputs.js';
import { CovermainError } from '../platform/errors.js';
import { statIfPossible } from '../platform/file-stats.js';
import { readDataFile } from '../platform/regular-files.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { decodeCounters } from '../profile/format/counters-file.js';
import { sumByMeta } from '../profile/model/add-counters.js';
import type { CountersProfile, ProcessHeader } from '../profile/model/counters-profile.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import { decodeSessionName, sessionDirectoryOf, sessionsOf } from '../profile/store/session-directories.js';
import type { Environment } from '../settings/index.js';
import { fileNamesIn } from './list-profile-names.js';

/** Counters that a session has recorded. */
export interface SessionSums {
  /** Counters by the hash of their meta. Files that the session did not run have none. */
  readonly sums: ReadonlyMap<string, Float64Array>;
  /** Number of processes that have written it. */
  readonly processes: number;
}

export type ReadSessionSums = (name: string) => Promise<SessionSums>;

/** Returns the names of the sessions that have a directory. @param directory absolute path of the profile directory */
export function listSessionNames(directory: string): readonly string[] {
  const parent = sessionsOf(directory);
  return fileNamesIn(parent).flatMap((entry) => {
    const name = decodeSessionName(entry);
    return name !== undefined && statIfPossible(join(parent, entry))?.isDirectory() ? [name] : [];
  });
}

/** Returns a text that differs after each write to the directory of a session. Files are replaced, which changes the directory. */
export function sessionVersionOf(parent: string, session: string): string {
  const stats = statIfPossible(sessionDirectoryOf(parent, session));
  return `${stats?.ino} ${stats?.mtimeNs}`;
}

/**
 * Reads the profiles of a session that can be read: a process may be writing, or was killed while it wrote.
 *
 * @param parent absolute path of the profile directory
 */
export function readSessionProfiles(parent: string, session: string): readonly CountersProfile[] {
  const directory = sessionDirectoryOf(parent, session);
  const names = fileNamesIn(directory).filter((name) => name.startsWith(COUNTERS_PREFIX));
  return names.flatMap((name) => {
    try {
      return [decodeCounters(readDataFile(join(directory, name)), name)];
    } catch {
      return []; // the losses of the run report files that stay unreadable
    }
  });
}

/** Returns a function that reads sessions of a run that has not ended. @param directory absolute path of the profile directory */
export function createSessionReader(directory: string): ReadSessionSums {
  return (name) => {
    const profiles = readSessionProfiles(directory, name);
    return Promise.resolve({ sums: withHits(sumByMeta(profiles)), processes: countProcesses(profiles) });
  };
}

export interface FinalSessionOptions {
  /** Absolute path of the project. */
  readonly projectRoot: string;
  /** Absolute path that the paths of the final profile are relative to. */
  readonly root: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly environment: Environment;
  /** Decoded metas by hash. */
  readonly metas: ReadonlyMap<string, FileMeta>;
}

/** Returns a function that reads sessions with the metas of the final profile, which may be of several packages. */
export function createFinalSessionReader(options: FinalSessionOptions): ReadSessionSums {
  const { directory, root, projectRoot, environment, metas } = options;
  return async (name) => {
    const headers: ProcessHeader[] = [];
    try {
      const { totals } = await readInputs({
        inputs: [sessionDirectoryOf(directory, name)],
        projectRoot,
        root,
        cwd: root,
        environment,
        force: true,
        metas: new Map(metas),
        progress: NO_PROGRESS,
        logLine() {}, // the reports of the profile log the same findings
        onProfile: (header) => headers.push(header),
      });
      return { sums: withHits(totals.sums), processes: countProcesses(headers) };
    } catch (error) {
      if (error instanceof CovermainError) return { sums: new Map(), processes: 0 };
      throw error;
    }
  };
}

function withHits(sums: ReadonlyMap<string, Float64Array>): ReadonlyMap<string, Float64Array> {
  return new Map([...sums].filter(([, counters]) => counters.some((counter) => counter > 0)));
}

function countProcesses(headers: readonly Pick<ProcessHeader, 'run' | 'pid'>[]): number {
  return new Set(headers.map(({ run, pid }) => `${run} ${pid}`)).size;
}
