/** Finds what a run's report does not show: lost hits, files that could not be measured, mixed versions. */

import { addToList } from '../platform/add-to-list.js';
import { loadsOf, measuredPids } from '../run-log/logged-processes.js';
import type { RunEvent, UnusableMapEvent } from '../run-log/run-event.js';
import type { RunLogContent } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import { findExclusions } from './exclusions.js';
import { findLosses } from './losses.js';
import type { UnmeasuredFile } from './never-loaded.js';
import type {
  DamagedRunLog,
  DistortedV8Coverage,
  EvaluatedModules,
  NothingExecuted,
  NothingMeasured,
  RunNote,
  UnmeasuredFileNote,
  UnselectedCompiledFiles,
  UnsupportedNodes,
  UnusableMaps,
} from './run-note.js';
import type { RunResults } from './run-results.js';

export interface RunEvidence {
  readonly run: RunContext;
  readonly log: readonly RunEvent[];
  /** What of the log was ignored. @default nothing */
  readonly ignored?: IgnoredLines;
  readonly measured: RunResults;
  /** Why the log says nothing, if it exists. */
  readonly logFailure?: string | undefined;
  /** Pids of processes that had not ended when the profiles were read. */
  readonly running: readonly number[];
  /** Files that could not be read for the report. */
  readonly notMeasured: readonly UnmeasuredFile[];
  /** Compiled files that ran and are not selected, although some of their original sources are. */
  readonly unselected: readonly string[];
}

/** Returns all notes, the most severe first. */
export function findRunNotes(evidence: RunEvidence): readonly RunNote[] {
  const { run, log, ignored = NOTHING_IGNORED, logFailure, measured, running } = evidence;
  return [
    ...(logFailure === undefined
      ? []
      : [{ kind: 'run-log-unreadable', path: run.log, reason: logFailure } as const]),
    ...(logFailure === undefined ? findDamage(run.log, ignored) : []),
    ...measured.unreadable.map(({ path, reason }) => ({ kind: 'profile-unreadable', path, reason }) as const),
    ...findLosses({
      engine: run.engine,
      log,
      isCut: ignored.isCut,
      measured,
      running,
      directory: run.directory,
    }),
    ...findUnmeasuredFiles([...evidence.notMeasured, ...log]),
    ...findUnselectedFiles(evidence),
    ...findUnusableMaps(log),
    ...findEvaluatedModules(log),
    ...findVersions(evidence),
    ...(measured.untraced ?? []).map((code) => ({ kind: 'code-untraced', ...code }) as const),
    ...findUnsupportedNodes(log),
    ...findV8Coverage(log),
    ...(logFailure === undefined && !measured.mayHaveCounted ? findNothingMeasured(run, log) : []),
    ...(measured.mayHaveCounted ? [] : findNothingExecuted(log)),
  ];
}

/** Lines of a run log that were ignored. */
export type IgnoredLines = Pick<RunLogContent, 'skipped' | 'isCut'>;

const NOTHING_IGNORED: IgnoredLines = { skipped: 0, isCut: false };

export function findDamage(path: string, { skipped, isCut }: IgnoredLines): readonly DamagedRunLog[] {
  return skipped > 0 || isCut ? [{ kind: 'run-log-damaged', path, skipped, isCut }] : [];
}

/** Returns each file once, although several processes may have logged it. */
export function findUnmeasuredFiles(
  evidence: readonly (UnmeasuredFile | RunEvent)[],
): readonly UnmeasuredFileNote[] {
  const found = evidence.filter(
    (one): one is UnmeasuredFile => !('event' in one) || one.event === 'not measured',
  );
  const failures = new Map(found.map((failure) => [failure.file, failure]));
  const measured = new Set(evidence.filter(isMeasuredLoad).map(nameLoad));
  return (
    [...failures.values()]
      // The process also loaded the file in a way that calls hooks, before or after.
      .filter((failure) => failure.code !== 'required-import' || !measured.has(nameLoad(failure)))
      .map(({ file, code, detail }) => {
        return { kind: 'file-not-measured', file, code, detail };
      })
  );
}

function isMeasuredLoad(
  one: UnmeasuredFile | RunEvent,
): one is Extract<RunEvent, { readonly event: 'loaded' }> {
  return 'event' in one && one.event === 'loaded' && one.measured;
}

/** Returns a text that identifies a file in a process. */
function nameLoad({ file, pid }: { readonly file: string; readonly pid?: number }): string {
  return `${pid} ${file}`;
}

function findUnselectedFiles({ unselected }: RunEvidence): readonly UnselectedCompiledFiles[] {
  return unselected.length > 0 ? [{ kind: 'compiled-not-selected', files: unselected }] : [];
}

/** Returns one note for each reason. Maps without sources are usual in files that are not selected. */
function findUnusableMaps(log: readonly RunEvent[]): readonly UnusableMaps[] {
  const reasons = new Map<string, UnusableMapEvent[]>();
  for (const event of log) {
    if (event.event !== 'source map unusable') continue;
    const { code, detail, measured } = event;
    if (!measured && ['no-sources', 'no-mappings'].includes(code)) continue;
    addToList(reasons, JSON.stringify([code, detail, measured]), event);
  }
  return [...reasons.values()].flatMap((events) => {
    const [first] = events;
    if (!first) return [];
    const { code, detail, measured } = first;
    const files = [...new Set(events.map(({ file }) => file))];
    return [{ kind: 'source-maps-unusable', code, detail, measured, files } as const];
  });
}

function findEvaluatedModules(log: readonly RunEvent[]): readonly EvaluatedModules[] {
  const events = log.filter((event) => event.event === 'evaluated without map');
  if (events.length === 0) return [];
  const files = [...new Set(events.map(({ file }) => file))];
  return [
    {
      kind: 'evaluated-not-measured',
      files,
      sources: [...new Set(events.flatMap(({ sources }) => sources))],
    },
  ];
}

function findVersions({ measured: { mixed, others } }: RunEvidence): readonly RunNote[] {
  if (mixed.length > 0) return [{ kind: 'versions-mixed', files: mixed }];
  return others.length > 0 ? [{ kind: 'versions-not-added', versions: others }] : [];
}

function findUnsupportedNodes(log: readonly RunEvent[]): readonly UnsupportedNodes[] {
  const events = log.filter((event) => event.event === 'unsupported node');
  const [first] = events;
  if (!first) return [];
  const pids = [...new Set(events.map(({ pid }) => pid))];
  const versions = [...new Set(events.map(({ version }) => version))];
  return [{ kind: 'node-unsupported', pids, versions, minimum: first.minimum }];
}

/** Files that are not measured keep their text, so V8's coverage of them is right. */
function findV8Coverage(log: readonly RunEvent[]): readonly DistortedV8Coverage[] {
  const measured = new Set(measuredPids(log));
  const events = log.filter((event) => event.event === 'v8 coverage' && measured.has(event.pid));
  const pids = [...new Set(events.map(({ pid }) => pid))];
  return pids.length > 0 ? [{ kind: 'v8-coverage-distorted', pids }] : [];
}

/** Decides by the log of this run, because the directory may also contain profiles of earlier runs. */
export function findNothingMeasured(
  { selection }: Pick<RunContext, 'selection'>,
  log: readonly RunEvent[],
): readonly NothingMeasured[] {
  if (measuredPids(log).length > 0) return [];
  const loaded = [...new Set(loadsOf(log, false).map(({ file }) => file))];
  const evaluating = new Set(findEvaluatedModules(log).flatMap(({ files }) => files));
  if (evaluating.size > 0 && loaded.every((file) => evaluating.has(file))) return []; // its note explains that
  if (loaded.length === 0 && findUnsupportedNodes(log).length > 0) return []; // its note explains that
  const { include, extension } = selection;
  const excluded = findExclusions(selection, log);
  return [{ kind: 'nothing-measured', loaded, include, extension, excluded }];
}

/** Processes that lost counts have notes of their own. */
function findNothingExecuted(log: readonly RunEvent[]): readonly NothingExecuted[] {
  const uncounted = new Set(log.filter(({ event }) => event === 'nothing counted').map(({ pid }) => pid));
  const pids = measuredPids(log);
  if (pids.length === 0 || !pids.every((pid) => uncounted.has(pid))) return [];
  return [{ kind: 'nothing-executed', files: [...new Set(loadsOf(log, true).map(({ file }) => file))] }];
}
