/** Finds the data of a report by the paths of files and the names of sessions. */

import { type CoverageView, sessionsInView } from '../../view/coverage-view.js';
import { type CoveredBits, decodeCovered, hasBit, tallyBits } from '../../view/covered-bits.js';
import type { CountLayers, FileMessage, FileRow, FileSessions, SessionTable } from '../../view/messages.js';
import {
  type ReportData,
  type ReportFile,
  type ReportFileData,
  type ReportFileSessions,
  type ReportSessionFiles,
  type ReportTable,
  reportDataNames,
} from '../../view/report-data.js';
import { NO_TALLY, type Tally, tallyParts } from '../../view/tally.js';

/** Returns the data of a file by its name. Each call reads the file again. */
export type LoadReportData = (name: string) => Promise<unknown>;

/** Reads what is asked for by path and by name of session. */
export interface ReportIndex {
  readonly data: ReportData;
  /** Returns a reason if the view does not exist. */
  readonly readRows: (view: CoverageView) => Promise<readonly FileRow[] | string>;
  readonly readFile: (path: string, view: CoverageView) => Promise<FileMessage>;
  readonly readSessions: (path: string) => Promise<FileSessions>;
  readonly readTable: () => Promise<SessionTable>;
}

/** Finds the data of paths and sessions. @param load reads a data file */
export function createReportIndex(data: ReportData, load: LoadReportData): ReportIndex {
  const { files, state } = data;
  const fileNumbers = new Map(files.map(([path], index) => [path, index]));
  const sessionNumbers = new Map(state.sessions.map(({ name }, index) => [name, index]));

  /** Returns the numbers of a view's sessions, or why it does not exist. */
  const findSessions = (view: CoverageView): readonly number[] | string => {
    if (view.kind === 'mark') return 'A report has no marks.';
    const names = sessionsInView(view);
    const missing = names.find((name) => !sessionNumbers.has(name));
    if (missing !== undefined) return `The report has no session ${JSON.stringify(missing)}.`;
    return names.map((name) => sessionNumbers.get(name) ?? -1);
  };

  const readCovered = async (session: number): Promise<ReadonlyMap<number, CoveredBits>> => {
    const covered = (await load(reportDataNames.session(session))) as ReportSessionFiles;
    return new Map(covered.map(([file, bits]) => [file, decodeCovered(bits)]));
  };

  const readFileData = async (path: string): Promise<ReportFileData & { readonly file: number }> => {
    const file = fileNumbers.get(path);
    if (file === undefined) throw new Error(`The report has no file ${path}.`);
    return { ...((await load(reportDataNames.file(file))) as ReportFileData), file };
  };

  const readCounts = async (file: number, hasSessions: boolean): Promise<ReportFileSessions> =>
    hasSessions ? ((await load(reportDataNames.fileSessions(file))) as ReportFileSessions) : [];

  return {
    data,
    async readRows(view) {
      const sessions = findSessions(view);
      if (typeof sessions === 'string') return sessions;
      const covered = await Promise.all(sessions.map(readCovered));
      return files.map((file, index) => {
        const bits = covered.map((one) => one.get(index));
        return { path: file[0], total: file[1], parts: partsOf(file, bits) };
      });
    },
    async readFile(path, view) {
      const sessions = findSessions(view);
      if (typeof sessions === 'string') return { type: 'no file', reason: sessions };
      const { source, counts, hasSessions, file } = await readFileData(path);
      if (sessions.length === 0) return { type: 'source', source, layers: [counts] };
      const all = new Map(await readCounts(file, hasSessions));
      const layers: CountLayers = sessions.map((session) =>
        spreadCounts(all.get(session) ?? [], counts.length),
      );
      return { type: 'source', source, layers };
    },
    async readSessions(path) {
      const { hasSessions, file } = await readFileData(path);
      const all = await readCounts(file, hasSessions);
      return {
        sessions: all.map(([session, counts]) => ({
          name: state.sessions[session]?.name ?? '',
          counts: toPairs(counts),
        })),
      };
    },
    async readTable() {
      const columns = state.sessions.length > 0 ? ((await load(reportDataNames.table)) as ReportTable) : [];
      const rows = files.map(([path, [total]]) => ({ path, total, covered: state.sessions.map(() => 0) }));
      for (const [session, column] of columns.entries())
        for (const [file, covered] of toPairs(column)) {
          const row = rows[file];
          if (row) row.covered[session] = covered;
        }
      return { sessions: state.sessions.map(({ name }) => name), rows };
    },
  };
}

/** @param bits of each session of the view; `undefined` if the session did not run the file */
function partsOf(
  [, total, covered]: ReportFile,
  bits: readonly (CoveredBits | undefined)[],
): readonly Tally[] {
  if (bits.length === 0) return [covered];
  const [first, second] = bits.map((one) => (bit: number) => one !== undefined && hasBit(one, bit));
  if (!first || bits.every((one) => one === undefined))
    return second ? [NO_TALLY, NO_TALLY, NO_TALLY] : [NO_TALLY];
  return tallyParts((isCounted) => tallyBits(total, isCounted), first, second);
}

function toPairs(counts: readonly number[]): readonly (readonly [index: number, count: number])[] {
  const pairs: (readonly [number, number])[] = [];
  for (let at = 0; at + 1 < counts.length; at += 2) pairs.push([counts[at] ?? 0, counts[at + 1] ?? 0]);
  return pairs;
}

function spreadCounts(counts: readonly number[], size: number): readonly number[] {
  const all = new Array<number>(size).fill(0);
  for (const [index, count] of toPairs(counts)) all[index] = count;
  return all;
}
