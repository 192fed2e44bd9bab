/** Writes the data files of sessions: what each covered of each file, and the table of sessions and files. */
import { reportDataNames } from '../../view/report-data.js';
import { toListScript } from './data-script.js';
import type { ReportDirectory } from './report-directory.js';
import type { SessionCounts } from './session-counts.js';

/** @param numbers of the files of the report by their absolute paths */
export function writeSessions(
  directory: ReportDirectory,
  { sessions, all }: SessionCounts,
  numbers: ReadonlyMap<string, number>,
): void {
  if (sessions.length === 0) return;
  const rows: string[] = [];
  let files: string[] = [];
  let cells: string[] = [];
  const writeNext = () => {
    const name = reportDataNames.session(rows.length);
    directory.writeData(name, toListScript(name, files));
    rows.push(`[${cells.join(',')}]`);
    files = [];
    cells = [];
  };
  for (const { session, path, covered, statements } of all()) {
    while (rows.length < session) writeNext();
    const number = numbers.get(path);
    if (number === undefined) continue;
    files.push(`[${number},"${covered}"]`);
    if (statements > 0) cells.push(`${number},${statements}`);
  }
  while (rows.length < sessions.length) writeNext();
  directory.writeData(reportDataNames.table, toListScript(reportDataNames.table, rows));
}
