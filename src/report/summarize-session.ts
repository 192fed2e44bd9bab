/** Summarizes an ended session: which statements it executed, and which of them for the first time in its run. */
import { basename } from 'node:path';
import { sessionProfilePaths } from '../agent/actions/ended-processes.js';
import { pluralize } from '../platform/plural-forms.js';
import { readDataFile } from '../platform/regular-files.js';
import { decodeCounters } from '../profile/format/counters-file.js';
import { sumByMeta } from '../profile/model/add-counters.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import type { Dump } from '../profile/model/dump.js';
import { readCounters } from '../profile/store/read-profile.js';
import { journalOf } from '../run-log/journal.js';
import { countExecuted, createMetaReader } from './executed-statements.js';
import type { ExecutedStatements, SessionSummary } from './session-summary.js';

export interface EndedSession {
  readonly run: string;
  readonly name: string;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Profiles of the session. */
  readonly dumps: readonly Dump[];
}

/**
 * Returns the summary of a session that has just ended; `null` if its profiles cannot be read here, for example because a
 * container wrote them.
 */
export function summarizeSession({ run, name, directory, dumps }: EndedSession): SessionSummary | null {
  if (dumps.some(({ path, counts }) => path === null && counts.hit > 0)) return null;
  try {
    const written = dumps.map(({ path }) => path).filter((path) => path !== null);
    const journal = journalOf(directory, run);
    const paths = new Set([...written, ...sessionProfilePaths({ run, directory, journal }, name)]);
    const inSession = [...paths].map((path) => decodeCounters(readDataFile(path), basename(path)));
    const { profiles } = readCounters(directory);
    const inRun = profiles.filter((profile) => profile.run === run);
    return { ...countStatements(inSession, inRun, directory), isNewMinimum: hasRunOn(inSession, inRun) };
  } catch {
    return null; // the caller prints the profiles instead
  }
}

/** Whether a process has written its profile again since the session ended. */
function hasRunOn(inSession: readonly CountersProfile[], inRun: readonly CountersProfile[]): boolean {
  return inSession.some(({ pid, end }) => inRun.some((profile) => profile.pid === pid && profile.end > end));
}

function countStatements(
  inSession: readonly CountersProfile[],
  inRun: readonly CountersProfile[],
  directory: string,
): Pick<SessionSummary, 'executed' | 'new'> {
  const sums = sumByMeta(inRun);
  const { executed, added } = countExecuted(sumByMeta(inSession), {
    metaOf: createMetaReader(directory),
    beforeOf: (hash, _, session) =>
      session.map((count, probe) => Math.max(0, (sums.get(hash)?.[probe] ?? 0) - count)),
  });
  return { executed, new: added };
}

/** Returns a summary in the user's terms: `7 new statements in 3 files, of 40 executed statements in 9 files`. */
export function formatSessionSummary({ new: added, executed, isNewMinimum }: SessionSummary): string {
  if (executed.statements === 0) return 'no statement was executed';
  const describe = (counts: ExecutedStatements, adjective: string) =>
    `${pluralize(counts.statements, `${adjective} statement`)} in ${pluralize(counts.files, 'file')}`;
  const least = isNewMinimum ? 'at least ' : '';
  return `${least}${describe(added, 'new')}, of ${describe(executed, 'executed')}`;
}
