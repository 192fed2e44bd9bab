/** Finds out which sessions executed which lines: the one source of `covermain who` and of the HTML pages. */
import { resolve } from 'node:path';
import type { SessionRecord } from '../collect/session-records.js';
import { toCoverageMap } from '../interchange/coverage-map.js';
import type { IstanbulFile } from '../interchange/from-istanbul.js';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { addToList } from '../platform/add-to-list.js';
import { type Count, type FileMeta, metaPathOf } from '../profile/model/file-meta.js';
import { sumProbes } from '../profile/model/meta-items.js';
import { type Totals, totalsOfFile } from '../profile/model/totals.js';
import { countLines } from './line-counts.js';
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
      for (const [line, count] of linesInSession(totals, hashes, file, whole, tableOf))
        if (count > 0) addSession(lines, line, { name, count });
    }
  }
  return found;
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
}

function addSession(lines: Map<number, MutableLineSessions>, line: number, session: SessionCount): void {
  const known = lines.get(line) ?? { sessions: [], others: 0 };
  lines.set(line, known);
  const { sessions } = known;
  if (sessions.length === MAXIMUM_SESSIONS) {
    known.others++;
    if (session.count <= (sessions.at(-1)?.count ?? 0)) return;
    sessions.pop();
  }
  const index = sessions.findIndex(({ count }) => count < session.count);
  sessions.splice(index === -1 ? sessions.length : index, 0, session);
}

/** Returns the hashes of the metas with counts, by path. */
function executedFiles({ metas, sums }: Totals): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const [hash, counters] of sums) {
    const meta = metas.get(hash);
    if (meta && counters.some((count) => count > 0)) addToList(files, meta.path, hash);
  }
  return files;
}

type LineCountOf = (hash: string, meta: FileMeta) => readonly LineOfTable[];

/** Counts of the statements that begin on a line. */
interface LineOfTable {
  readonly line: number;
  readonly counts: readonly Count[];
}

/** Returns a function that lists the lines of a meta, once for all sessions. */
function createLineTables(): LineCountOf {
  const tables = new Map<string, readonly LineOfTable[]>();
  return (hash, { statements }) => {
    const known = tables.get(hash);
    if (known) return known;
    const lines = new Map<number, Count[]>();
    for (const { range, count } of statements) addToList(lines, range[0], count);
    const table = [...lines].map(([line, counts]) => ({ line, counts }));
    tables.set(hash, table);
    return table;
  };
}

/** Returns the counts of lines. Nearly always a session has measured the version of the report, with one instrumentation. */
function linesInSession(
  session: Totals,
  hashes: readonly string[],
  file: VersionOfFile,
  whole: WholeCoverage,
  tableOf: LineCountOf,
): Iterable<readonly [line: number, count: number]> {
  const [hash = '', ...others] = hashes;
  const meta = session.metas.get(hash);
  const counters = session.sums.get(hash);
  if (others.length === 0 && meta && meta.sourceHash === file.hash && counters)
    return tableOf(hash, meta).map(({ line, counts }) => [line, highestOf(counts, counters)]);
  const coverage = coverageInSession(session, whole, file);
  return coverage ? countLines(coverage) : [];
}

function highestOf(counts: readonly Count[], counters: Float64Array): number {
  let highest = 0;
  for (const count of counts) {
    const [only] = count;
    const sum = count.length === 1 ? (counters[only ?? 0] ?? 0) : sumProbes(count, counters);
    if (sum > highest) highest = sum;
  }
  return highest;
}
