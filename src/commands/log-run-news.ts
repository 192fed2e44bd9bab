/** Logs at the end of a run what a person who tests by hand wants to know: what is new, and which changes have not run. */

import { formatMissedChanges } from '../report/diff/missed-changes.js';
import type { ReportedCoverage } from '../report/draw-report.js';
import { findRunNews, formatRunNews } from '../report/run-news.js';
import { readCi } from '../settings/ci.js';
import type { Environment } from '../settings/environment.js';
import type { RunContext } from '../settings/run-context.js';
import { missedChangesIfKnown } from './missed-changes.js';

export interface RunNewsOptions {
  /** Coverage that was reported. */
  readonly coverage: ReportedCoverage;
  readonly environment: Environment;
  readonly logLine: (line: string) => void;
}

/**
 * Logs what is new in a run, and the changed files with the most missed lines. Logs nothing if nothing was reported, in CI, or
 * about what cannot be found: an error here must not hide the result of the run.
 */
export async function logRunNews(run: RunContext, options: RunNewsOptions): Promise<void> {
  const { coverage, environment, logLine } = options;
  if (Object.keys(coverage).length === 0 || readCi(environment) !== undefined) return;
  const news = findIfPossible(() => findRunNews(run));
  for (const line of news ? formatRunNews(news, run.root) : []) logLine(line);
  const missed = await missedChangesIfKnown({
    root: run.root,
    map: coverage,
    // The report has all files that .nycrc selects.
    isCounted: () => false,
    readUnloaded: () => ({ kind: 'other' }),
    environment,
  });
  for (const line of missed ? formatMissedChanges(missed) : []) logLine(line);
}

function findIfPossible<Value>(find: () => Value): Value | undefined {
  try {
    return find();
  } catch {
    return undefined; // the report has noted files that cannot be read
  }
}
