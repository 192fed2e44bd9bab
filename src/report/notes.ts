/** What a report does not show: counts that were lost, and files that could not be measured, each by name. */
import { relative } from 'node:path';
import { describeVersions } from '../collect/describe-versions.js';
import { loadsOf, measuredPids, type RunEvent, type ThreadEvent } from '../profile/run-log.js';
import type { RunContext } from '../run-context.js';
import type { Measured } from './measured.js';
import type { NotMeasured } from './never-loaded.js';

export interface Evidence {
  readonly run: RunContext;
  readonly log: readonly RunEvent[];
  readonly measured: Measured;
  /** Pids of processes that had not ended as the profiles were read. */
  readonly running: readonly number[];
  /** What could not be read for the report. */
  readonly notMeasured: readonly NotMeasured[];
  /** Compiled files that ran and are not selected, though sources of theirs are. */
  readonly unselected: readonly string[];
}

/** By which is told what was lost. */
export type LossEvidence = Pick<Evidence, 'run' | 'log' | 'running'> & {
  readonly measured: Pick<Measured, 'pids'>;
};

/** All that must be said beside the report, the gravest first. */
export function takeNotes(evidence: Evidence): readonly string[] {
  return [
    ...noteUnreadable(evidence),
    ...noteLost(evidence),
    ...noteNotMeasured(evidence),
    ...noteUnselected(evidence),
    ...noteVersions(evidence),
    ...noteNothingMeasured(evidence),
  ];
}

/** What ran and was not counted: of processes that were killed, and of threads. */
export function noteLost(evidence: LossEvidence): readonly string[] {
  return [...noteLostProcesses(evidence), ...noteLostThreads(evidence), ...noteUnhookedThreads(evidence)];
}

function noteUnreadable({ run, measured }: Evidence): readonly string[] {
  return measured.unreadable.map(
    ({ path, reason }) =>
      `${relative(run.root, path)} is no profile (${reason}) and was left out: its counts are missing`,
  );
}

/** A process that loaded files and did not say that it has written all still runs, or was killed. */
function noteLostProcesses({ run, log, measured, running }: LossEvidence): readonly string[] {
  return measuredPids(log)
    .filter((pid) => !hasWritten(pid, log, run, measured))
    .map((pid) => {
      const isRunning = running.includes(pid);
      const hasFailed = log.some((event) => event.event === 'lost' && event.pid === pid);
      if (run.engine === 'probe' && measured.pids.includes(pid)) {
        const why = hasFailed ? 'could not write its last profile' : isRunning ? 'still runs' : 'was killed';
        return `process ${pid} ${why}: what it counted after its last flush is missing`;
      }
      const alive = isRunning ? 'still runs, and has not written' : 'was killed before it wrote';
      const why = hasFailed ? 'could not write' : alive;
      const loads = loadsOf(log, true).filter((event) => event.pid === pid);
      const files = loads.map(({ file }) => file);
      return `process ${pid} ${why} its profile: its counts are missing for ${name(run, files)}`;
    });
}

function hasWritten(
  pid: number,
  log: readonly RunEvent[],
  run: RunContext,
  measured: Pick<Measured, 'pids'>,
): boolean {
  const isSaid = log.some((event) => WRITTEN.has(event.event) && event.pid === pid);
  return isSaid || (run.engine === 'nyc' && hasWrittenByNyc(pid, log, measured));
}

/** What a process says as it ends in order. */
const WRITTEN: ReadonlySet<RunEvent['event']> = new Set(['written', 'nothing counted']);

/** nyc writes one profile for each thread that exits, and the main thread is the last of its process to exit. */
function hasWrittenByNyc(pid: number, log: readonly RunEvent[], { pids }: Pick<Measured, 'pids'>): boolean {
  const workers = threadEvents(log, 'thread exited').filter((event) => event.pid === pid);
  return pids.filter((one) => one === pid).length > workers.length;
}

/** nyc writes a thread's counts as it exits; one that is terminated never does. Those of probes are in the main thread. */
function noteLostThreads({ run, log, running }: LossEvidence): readonly string[] {
  if (run.engine !== 'nyc') return [];
  const exited = new Set(threadEvents(log, 'thread exited').map(threadOf));
  const lost = loadsOf(log, true)
    .filter((event) => event.thread !== MAIN_THREAD)
    .filter((event) => !exited.has(threadOf(event)) && !running.includes(event.pid));
  return [...new Set(lost.map(threadOf))].map((thread) => {
    const files = lost.filter((event) => threadOf(event) === thread).map(({ file }) => file);
    return `${thread} was terminated before it wrote its profile: its counts are missing for ${name(run, files)}`;
  });
}

/** Node gives no preloads to a worker that is made of source text, or gets an environment without `NODE_OPTIONS`. */
function noteUnhookedThreads({ log }: LossEvidence): readonly string[] {
  const hooked = new Set(threadEvents(log, 'thread hooked').map(threadOf));
  const started = threadEvents(log, 'thread started').map(threadOf);
  const why = 'it was made of source text (eval), or with an environment (env) of its own';
  return started
    .filter((thread) => !hooked.has(thread))
    .map((thread) => `${thread} ran without counters: ${why}`);
}

const MAIN_THREAD = 0;

function threadEvents(log: readonly RunEvent[], kind: ThreadEvent['event']): readonly ThreadEvent[] {
  return log.filter((event): event is ThreadEvent => event.event === kind);
}

function threadOf({ pid, thread }: Pick<ThreadEvent, 'pid' | 'thread'>): string {
  return `worker thread ${thread} of process ${pid}`;
}

function noteNotMeasured({ run, log, notMeasured }: Evidence): readonly string[] {
  const loaded = log.filter((event) => event.event === 'not measured');
  const reasons = new Map([...notMeasured, ...loaded].map(({ file, reason }) => [file, reason]));
  return [...reasons].map(([file, reason]) => `${name(run, [file])} is not measured, since ${reason}`);
}

function noteUnselected({ run, unselected }: Evidence): readonly string[] {
  if (unselected.length === 0) return [];
  return [
    `what ran of ${name(run, unselected)} is not counted on its sources: .nycrc selects those, but not the ` +
      'compiled files; include both',
  ];
}

function noteVersions({ run, measured: { mixed, others } }: Evidence): readonly string[] {
  if (mixed.length === 0) return describeVersions(others, run.root);
  return [
    `several versions were measured of ${name(run, mixed)}: their counts were added by position, which is right only ` +
      'where the versions are alike; measure each version into a COVER_DIR of its own',
  ];
}

/** The directory may hold counts of earlier runs, so the log of this one decides. */
export function noteNothingMeasured({ run, log }: Pick<Evidence, 'run' | 'log'>): readonly string[] {
  if (measuredPids(log).length > 0) return [];
  const files = [...new Set(loadsOf(log, false).map(({ file }) => file))];
  const { include, extension } = run.selection;
  return [
    `no file that ran was measured: of the project, ${files.length > 0 ? name(run, files) : 'no file'} was loaded; ` +
      `measured are ${extension.join(' ')} of ${include.length > 0 ? include.join(' ') : 'all folders'}, ` +
      'less what .nycrc excludes',
  ];
}

/** At most this many files are named in one note. */
const NAMED = 10;

function name({ root }: RunContext, files: readonly string[]): string {
  const named = files.slice(0, NAMED).map((file) => relative(root, file));
  const rest = files.length - named.length;
  return rest > 0 ? `${named.join(', ')} and ${rest} more` : named.join(', ');
}
