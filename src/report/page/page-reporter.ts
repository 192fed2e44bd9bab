/** The reporter `covermain`: the page that shows coverage, as a directory that opens from disk. */
import { basename, join } from 'node:path';
import type { FileCoverage } from 'istanbul-lib-coverage';
import type { Context, ReportNode } from 'istanbul-lib-report';
import type { IstanbulFile } from '../../interchange/from-istanbul.js';
import { messageOf } from '../../platform/errors.js';
import { metaPathOf } from '../../profile/model/file-meta.js';
import { readPackageName } from '../../project/package.js';
import type { ChangesMessage } from '../../view/messages.js';
import {
  type ReportData,
  type ReportFile,
  type ReportFileData,
  reportDataNames,
} from '../../view/report-data.js';
import type { RunState } from '../../view/run-state.js';
import { createTally } from '../../view/tally.js';
import type { Reporter, ReporterOptions } from '../reporter.js';
import { toDataScript, toListScript } from './data-script.js';
import { toFileView } from './file-view.js';
import { type PageFile, readPageFile } from './page-files.js';
import { openReportDirectory, type ReportDirectory } from './report-directory.js';
import { toReportHtml } from './report-html.js';
import { NO_SESSION_COUNTS, type SessionCounts } from './session-counts.js';
import { writeSessions } from './write-sessions.js';

/** Name of the reporter's directory below that of the reports. */
const PAGE_REPORT_DIRECTORY = 'covermain';

/** Files that a report has in common with the live page. */
const PAGE_FILES: readonly PageFile[] = ['page.js', 'page.css', 'LICENSES.txt'];

const UNKNOWN_CHANGES: ChangesMessage = { type: 'no changes', reason: 'Changed lines are unknown.' };

type PageOptions = Pick<ReporterOptions, 'projectRoot' | 'sessionCounts' | 'run' | 'changes'>;

/** Creates the reporter. It writes the start page last, and the data that it loads first. */
export function createPageReporter(options: PageOptions): Reporter {
  return {
    execute(context) {
      const directory = openReportDirectory(join(context.dir, PAGE_REPORT_DIRECTORY), reportDataNames.run);
      const sessions = options.sessionCounts ?? NO_SESSION_COUNTS;
      const paths = listCoverage(context);
      const files = paths.map((file, number) => writeFile(directory, number, file, context, options));
      writeSessions(directory, sessions, new Map(paths.map(({ path }, number) => [path, number])));
      const data: ReportData = {
        state: describeRun(options, sessions),
        changes: options.changes ?? UNKNOWN_CHANGES,
        files,
      };
      for (const name of PAGE_FILES) directory.writeFile(name, readPageFile(name));
      directory.writeFile('index.html', toReportHtml(readPageFile('index.html')));
      directory.removeOld();
      directory.writeData(reportDataNames.run, [toDataScript(reportDataNames.run, data)]);
    },
  };
}

/** Returns the coverage of all files, sorted by path. */
function listCoverage(context: Context): readonly FileCoverage[] {
  const found: FileCoverage[] = [];
  const visit = (node: ReportNode): void => {
    if (!node.isSummary()) found.push(node.getFileCoverage());
    for (const child of node.children) visit(child);
  };
  visit(context.getTree('flat').getRoot() as ReportNode);
  return found.sort(({ path: one }, { path: other }) => (one < other ? -1 : 1));
}

/** Writes the data of a file and of the sessions that ran it, and returns its row. */
function writeFile(
  directory: ReportDirectory,
  number: number,
  coverage: FileCoverage,
  context: Context,
  { projectRoot, sessionCounts = NO_SESSION_COUNTS }: PageOptions,
): ReportFile {
  const { items, counts } = toFileView(coverage.data as IstanbulFile);
  const path = metaPathOf(projectRoot, coverage.path);
  const hasSessions = sessionCounts.hasFile(coverage.path);
  const source = { path, ...readSource(context, coverage.path), items };
  const data: ReportFileData = { source, counts, hasSessions };
  const name = reportDataNames.file(number);
  directory.writeData(name, [toDataScript(name, data)]);
  const sessionsName = reportDataNames.fileSessions(number);
  if (hasSessions)
    directory.writeData(sessionsName, toListScript(sessionsName, listSessions(sessionCounts, coverage.path)));
  const tally = createTally(items);
  return [path, tally(() => true), tally((index) => (counts[index] ?? 0) > 0)];
}

function* listSessions(sessionCounts: SessionCounts, path: string): Generator<string> {
  for (const { session, counts } of sessionCounts.ofFile(path)) yield `[${session},${counts}]`;
}

function readSource(context: Context, path: string): Pick<ReportFileData['source'], 'text' | 'reason'> {
  try {
    return { text: context.getSource(path), reason: null };
  } catch (error) {
    return { text: null, reason: messageOf(error).replaceAll('\n', ' ') };
  }
}

function describeRun({ projectRoot, run }: PageOptions, { sessions }: SessionCounts): RunState {
  return {
    run: run?.run ?? null,
    label: run?.label ?? null,
    project: readPackageName(projectRoot) ?? basename(projectRoot),
    phase: 'report',
    time: run?.time ?? new Date().toISOString(),
    processes: run?.processes ?? [],
    sessions,
    marks: [],
    warnings: [],
    losses: run?.losses ?? [],
    resets: 0,
    end: null,
  };
}
