/** Reads what reporters show besides coverage: sessions, the run, and changed lines. */
import { isProfileDirectory } from '../collect/inputs/input.js';
import { NO_PROGRESS } from '../collect/progress.js';
import { type ReadOptions, readInputs } from '../collect/read-inputs.js';
import { readSessions, type SessionRecord } from '../collect/session-records.js';
import { findSessions } from '../collect/sessions.js';
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { NycConfig } from '../project/nyc-config.js';
import type { ReportedCoverage } from './draw-report.js';
import { PAGE_REPORTER } from './find-reporter.js';
import { openSessionCounts, type SessionCountsCollector } from './page/collect-session-counts.js';
import { describeReportedRun } from './page/reported-run.js';
import type { ReporterDetails } from './reporter.js';
import { collectSessionLines } from './session-lines.js';

/** Reporters that show sessions beside lines. */
const LINE_REPORTERS: ReadonlySet<string> = new Set(['html', 'html-spa', 'lcov']);

/** Sessions in the forms that reporters need, the run, and changed lines. */
export interface ReportDetails extends ReporterDetails {
  /** Frees the sessions after the reports have been drawn. */
  readonly close: () => void;
}

export interface ReportDetailsOptions extends Omit<ReadOptions, 'inputs'> {
  readonly config: NycConfig;
  /** Absolute path that paths in reports are relative to. */
  readonly reportRoot: string;
}

/**
 * Returns the details that the reporters show. Sessions that cannot be read are logged and left out.
 *
 * @param inputs absolute paths
 * @param options with the root of the report
 */
export async function readReportDetails(
  map: ReportedCoverage,
  reporters: readonly string[],
  inputs: readonly string[],
  options: ReportDetailsOptions,
): Promise<ReportDetails> {
  const hasLines = reporters.some((name) => LINE_REPORTERS.has(name));
  const hasCounts = reporters.includes(PAGE_REPORTER);
  const none = { close() {} };
  if (!hasLines && !hasCounts) return none;
  const described = hasCounts ? await describePage(map, inputs, options) : {};
  const found = findSessions(inputs);
  if (found.size === 0) return { ...described, ...none };
  const reading = { ...options, inputs, force: true };
  // What the inputs lack has been logged when the coverage was read.
  const { totals, root } = await readInputs({ ...reading, progress: NO_PROGRESS, logLine: () => {} });
  const whole = { root, totals, map };
  const processes = new Set<string>();
  const onProfile = ({ run, host, pid }: ProcessHeader) => processes.add(JSON.stringify([run, host, pid]));
  const records = readSessions(found, { ...reading, root, metas: new Map(totals.metas), onProfile });
  const sessionCounts = hasCounts ? openSessionCounts(whole) : undefined;
  try {
    const collected = collectWhileReading(records, sessionCounts, processes);
    const sessions = hasLines ? await collectSessionLines(collected, whole) : await readAll(collected);
    return {
      ...described,
      ...(sessions ? { sessions } : {}),
      ...(sessionCounts ? { sessionCounts } : {}),
      close: () => sessionCounts?.close(),
    };
  } catch (error) {
    sessionCounts?.close();
    throw error;
  }
}

async function describePage(
  map: ReportedCoverage,
  inputs: readonly string[],
  options: ReportDetailsOptions,
): Promise<Pick<ReportDetails, 'run' | 'changes'>> {
  const { findReportedChanges } = await import('./page/reported-changes.js');
  return {
    run: describeReportedRun(inputs.filter(isProfileDirectory), options.root),
    changes: await findReportedChanges(map, { ...options, root: options.reportRoot }),
  };
}

/** Passes records on, and adds each to the collector. @param processes those of the record, which are removed */
async function* collectWhileReading(
  records: AsyncIterable<SessionRecord>,
  collector: SessionCountsCollector | undefined,
  processes: Set<string>,
): AsyncGenerator<SessionRecord> {
  for await (const record of records) {
    collector?.add(record, processes.size);
    processes.clear();
    yield record;
  }
}

async function readAll(records: AsyncIterable<SessionRecord>): Promise<undefined> {
  for await (const _ of records);
}
