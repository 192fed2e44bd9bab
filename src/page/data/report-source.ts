/** Reads the data of a page from the files of a report. They never change, so every message comes once. */

import type { FileMessage } from '../../view/messages.js';
import { type ReportData, reportDataNames } from '../../view/report-data.js';
import type { DataSource, FollowFileOptions, FollowRunOptions } from './data-source.js';
import { textOfFailure } from './failure-text.js';
import { createReportLoader } from './load-report-data.js';
import { createReportIndex, type LoadReportData, type ReportIndex } from './report-index.js';

/** Whether the page is that of a report. The reporter adds the element. */
export function isReportPage(): boolean {
  return document.querySelector('meta[name="covermain-page"][content="report"]') !== null;
}

export function createReportSource(load: LoadReportData = createReportLoader()): DataSource {
  let run: Promise<ReportIndex> | undefined;
  const readIndex = () => {
    run ??= load(reportDataNames.run).then((data) => createReportIndex(data as ReportData, load));
    return run;
  };
  return {
    followRun: (options) => untilStopped((isStopped) => sendRun(readIndex(), options, isStopped)),
    followFile: (options) => untilStopped((isStopped) => sendFile(readIndex(), options, isStopped)),
    readSessions: async (path) => (await readIndex()).readSessions(path),
    readSessionTable: async () => (await readIndex()).readTable(),
    act: undefined,
  };
}

/** Starts work, and returns a function that stops its messages. */
function untilStopped(start: (isStopped: () => boolean) => Promise<void>): () => void {
  let stopped = false;
  void start(() => stopped);
  return () => {
    stopped = true;
  };
}

async function sendRun(
  index: Promise<ReportIndex>,
  { view, onMessage, onConnection }: FollowRunOptions,
  isStopped: () => boolean,
): Promise<void> {
  try {
    const report = await index;
    if (isStopped()) return;
    onConnection({ kind: 'connected' });
    onMessage({ type: 'state', state: report.data.state });
    onMessage(report.data.changes);
    const rows = await report.readRows(view);
    if (isStopped()) return;
    onMessage(
      typeof rows === 'string' ? { type: 'no view', reason: rows } : { type: 'rows', isComplete: true, rows },
    );
  } catch (error) {
    if (!isStopped()) onConnection({ kind: 'lost', reason: textOfFailure(error) });
  }
}

async function sendFile(
  index: Promise<ReportIndex>,
  { view, path, onMessage }: FollowFileOptions,
  isStopped: () => boolean,
): Promise<void> {
  let message: FileMessage;
  try {
    message = await (await index).readFile(path, view);
  } catch (error) {
    message = { type: 'no file', reason: textOfFailure(error) };
  }
  if (!isStopped()) onMessage(message);
}
