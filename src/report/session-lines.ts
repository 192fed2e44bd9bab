/** Finds out which sessions executed which lines: the one source of `covermain who` and of the HTML pages. */
import { resolve } from 'node:path';
import type { SessionRecord } from '../collect/session-records.js';
import { toCoverageMap } from '../interchange/coverage-map.js';
import type { IstanbulFile } from '../interchange/from-istanbul.js';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { addToList } from '../platform/add-to-list.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { type Totals, totalsOfFile } from '../profile/model/totals.js';
import { countLines } from './figures/line-counts.js';
import { createLineTables, visitCounts } from './line-tables.js';
import type { SessionCount } from './session-count.js';

/** Sessions that executed a line. */
export interface LineSessions {
  /** Those with the highest counts, highest first: at most `MAXIMUM_SESSIONS`. */
  readonly sessions: readonly SessionCount[];
  /** Number of all others. */
  readonly others: number;
}

/** Sessions by line, from 1, for each file by its absolute path. */
export type SessionLines = ReadonlyMap<string, ReadonlyMap<number, LineSessions>>;

/** Maximum number of sessions that are kept of a line. A large program has more lines times sessions than memory. */
export const MAXIMUM_SESSIONS = 20;

/** Absolute path of a file, and the hash of the version that a report shows. */
export type VersionOfFile = Pick<IstanbulFile, 'path' | 'hash'>;

/** Coverage of all inputs together. */
export interface WholeCoverage {
  /** Absolute path that paths in the totals are relative to. */
  readonly root: string;
  readonly totals: Totals;
  /** Coverage in the versions that reports show, by absolute path. */
  readonly map: Readonly<Record<string, VersionOfFile>>;
}

/** Returns the sessions of each line that a session executed. A line counts as in the table of lines of a report. */
export async function collectSessionLines(
  sessions: AsyncIterable<SessionRecord> | Iterable<SessionRecord>,
  whole: WholeCoverage,
): Promise<SessionLines> {
  const found = new Map<string, Map<number, MutableLineSessions>>();
  const tableOf = createLineTables();
  for await (const { name, totals } of sessions) {
    for (const [path, hashes] of executedFiles(totals)) {
      const file = whole.map[resolve(whole.root, path)];
      if (!file) continue;
      const lines = found.get(file.path) ?? new Map<number, MutableLineSessions>();
      found.set(file.path, lines);
      const add = (line: number, count: number) => addSession(lines, line, name, count);
      visitLines({ totals, hashes, file, whole, tableOf }, add);
    }
  }
  return new Map([...found].map(([path, lines]) => [path, toLineSessions(lines)]));
}

/**
 * Returns the coverage of a file in a session, which may have measured another version of the file; `undefined` if it measured
 * none.
 */
export function coverageInSession(
  session: Totals,
  { root, totals }: Pick<WholeCoverage, 'root' | 'totals'>,
  file: VersionOfFile,
): HashedFileCoverage | undefined {
  const path = metaPathOf(root, file.path);
  const metas = new Map([...totalsOfFile(totals, path).metas, ...totalsOfFile(session, path).metas]);
  return toCoverageMap({ ...session, metas }, root, () => file.hash).map[file.path];
}

interface MutableLineSessions extends LineSessions {
  readonly sessions: SessionCount[];
  others: number;
  /** Lowest count that is kept if there are `MAXIMUM_SESSIONS`; otherwise 0. */
  lowest: number;
}

/** Runs for each line of each session. Nearly always it only counts a session that is not kept. */
function addSession(
  lines: Map<number, MutableLineSessions>,
  line: number,
  name: string,
  count: number,
): void {
  if (count <= 0) return;
  let known = lines.get(line);
  if (!known) {
    known = { sessions: [], others: 0, lowest: 0 };
    lines.set(line, known);
  }
  const { sessions } = known;
  if (sessions.length === MAXIMUM_SESSIONS) {
    known.others++;
    if (count <= known.lowest) return;
    sessions.pop();
  }
  let index = sessions.length;
  while (index > 0 && (sessions[index - 1]?.count ?? 0) < count) index--;
  sessions.splice(index, 0, { name, count });
  if (sessions.length === MAXIMUM_SESSIONS) known.lowest = sessions.at(-1)?.count ?? 0;
}

function toLineSessions(lines: ReadonlyMap<number, MutableLineSessions>): ReadonlyMap<number, LineSessions> {
  return new Map([...lines].map(([line, { sessions, others }]) => [line, { sessions, others }]));
}

/** Returns the hashes of the metas with counts, by path. */
export function executedFiles({ metas, sums }: Totals): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const [hash, counters] of sums) {
    const meta = metas.get(hash);
    if (meta && counters.some((count) => count > 0)) addToList(files, meta.path, hash);
  }
  return files;
}

interface FileInSession {
  readonly totals: Totals;
  /** Hashes of the metas of the file with counts. */
  readonly hashes: readonly string[];
  readonly file: VersionOfFile;
  readonly whole: WholeCoverage;
  readonly tableOf: ReturnType<typeof createLineTables>;
}

/** Visits the counts of lines. Nearly always a session has measured the version of the report, with one instrumentation. */
function visitLines(
  { totals, hashes, file, whole, tableOf }: FileInSession,
  visit: (line: number, count: number) => void,
): void {
  const [hash = '', ...others] = hashes;
  const meta = totals.metas.get(hash);
  const counters = totals.sums.get(hash);
  if (others.length === 0 && meta && meta.sourceHash === file.hash && counters) {
    visitCounts(tableOf(hash, meta), counters, visit);
    return;
  }
  const coverage = coverageInSession(totals, whole, file);
  if (coverage) for (const [line, count] of countLines(coverage)) visit(line, count);
}
