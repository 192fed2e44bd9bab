/** What a report does not show: counts that were lost, and files that could not be measured, each by name. */
import { relative } from 'node:path';
import { describeVersions } from '../collect/describe-versions.js';
import { loadsOf, measuredPids, type RunEvent } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import { listFiles } from './list-files.js';
import { noteLost } from './losses.js';
import type { UnmeasuredFile } from './never-loaded.js';
import type { RunResults } from './run-results.js';

export interface RunEvidence {
  readonly run: RunContext;
  readonly log: readonly RunEvent[];
  readonly measured: RunResults;
  /** Pids of processes that had not ended as the profiles were read. */
  readonly running: readonly number[];
  /** What could not be read for the report. */
  readonly notMeasured: readonly UnmeasuredFile[];
  /** Compiled files that ran and are not selected, though sources of theirs are. */
  readonly unselected: readonly string[];
}

/** All that must be said beside the report, the gravest first. */
export function findRunNotes(evidence: RunEvidence): readonly string[] {
  return [
    ...noteUnreadable(evidence),
    ...noteLost(evidence),
    ...noteNotMeasured(evidence),
    ...noteUnselected(evidence),
    ...noteVersions(evidence),
    ...noteNothingMeasured(evidence),
  ];
}

function noteUnreadable({ run, measured }: RunEvidence): readonly string[] {
  return measured.unreadable.map(
    ({ path, reason }) =>
      `${relative(run.root, path)} is no profile (${reason}) and was left out: its counts are missing`,
  );
}

function noteNotMeasured({ run, log, notMeasured }: RunEvidence): readonly string[] {
  const loaded = log.filter((event) => event.event === 'not measured');
  const reasons = new Map([...notMeasured, ...loaded].map(({ file, reason }) => [file, reason]));
  return [...reasons].map(
    ([file, reason]) => `${listFiles([file], run.root)} is not measured, since ${reason}`,
  );
}

function noteUnselected({ run, unselected }: RunEvidence): readonly string[] {
  if (unselected.length === 0) return [];
  return [
    `what ran of ${listFiles(unselected, run.root)} is not counted on its sources: .nycrc selects those, but not the ` +
      'compiled files; include both',
  ];
}

function noteVersions({ run, measured: { mixed, others } }: RunEvidence): readonly string[] {
  if (mixed.length === 0) return describeVersions(others, run.root);
  return [
    `several versions were measured of ${listFiles(mixed, run.root)}: their counts were added by position, which is right only ` +
      'where the versions are alike; measure each version into a COVER_DIR of its own',
  ];
}

/** The directory may hold counts of earlier runs, so the log of this one decides. */
export function noteNothingMeasured({ run, log }: Pick<RunEvidence, 'run' | 'log'>): readonly string[] {
  if (measuredPids(log).length > 0) return [];
  const files = [...new Set(loadsOf(log, false).map(({ file }) => file))];
  const { include, extension } = run.selection;
  return [
    `no file that ran was measured: of the project, ${files.length > 0 ? listFiles(files, run.root) : 'no file'} was loaded; ` +
      `measured are ${extension.join(' ')} of ${include.length > 0 ? include.join(' ') : 'all folders'}, ` +
      'less what .nycrc excludes',
  ];
}
