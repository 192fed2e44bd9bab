/** Finds hits that are missing from a run's profiles: of processes that were killed, and of worker threads. */

import { loadsOf, measuredPids, startsOf } from '../run-log/logged-processes.js';
import type { RunEvent, ThreadEvent } from '../run-log/run-event.js';
import { capabilitiesOf, type EngineName } from '../settings/engine.js';
import type { Loss, ProcessLoss, TerminatedThread, UncountedThread } from './run-note.js';
import type { RunResults } from './run-results.js';

export interface LossEvidence {
  readonly engine: EngineName;
  readonly log: readonly RunEvent[];
  readonly measured: Pick<RunResults, 'pids'>;
  /** Pids of processes that had not ended when the profiles were read. */
  readonly running: readonly number[];
  /** Absolute path of the profile directory. */
  readonly directory: string;
}

/** Returns all losses: first those of processes, then those of threads. */
export function findLosses(evidence: LossEvidence): readonly Loss[] {
  return [
    ...findLostProcesses(evidence),
    ...findTerminatedThreads(evidence),
    ...findUncountedThreads(evidence),
  ];
}

/** A process that loaded measured files and did not log its end still runs, or was killed. */
function findLostProcesses(evidence: LossEvidence): readonly ProcessLoss[] {
  const { engine, log, measured, directory } = evidence;
  // The log may have been removed while the process ran. Profiles of nyc may be those of other runs.
  const written = capabilitiesOf(engine).writesProfiles ? measured.pids : [];
  return [...new Set([...measuredPids(log), ...written])]
    .filter((pid) => !hasWrittenAll(pid, evidence))
    .map((pid) => {
      const hasFlushed = capabilitiesOf(engine).hasLiveCounters && measured.pids.includes(pid);
      const files = loadsOf(log, true).filter((event) => event.pid === pid);
      return {
        kind: processLossOf(pid, evidence),
        pid,
        command: commandOf(pid, log),
        hasFlushed,
        files: files.map(({ file }) => file),
        directory,
      };
    });
}

function commandOf(pid: number, log: readonly RunEvent[]): string | null {
  return startsOf(log).find((start) => start.pid === pid)?.command ?? null;
}

function processLossOf(pid: number, { log, running }: LossEvidence): ProcessLoss['kind'] {
  const events = log.filter((event) => event.pid === pid);
  if (events.some(({ event }) => event === 'lost')) return 'process-write-failed';
  if (running.includes(pid)) return 'process-running';
  return events.length > 0 ? 'process-killed' : 'process-unrecorded';
}

function hasWrittenAll(pid: number, { engine, log, measured }: LossEvidence): boolean {
  const hasLogged = log.some((event) => COMPLETE_ENDS.has(event.event) && event.pid === pid);
  return hasLogged || (!capabilitiesOf(engine).writesProfiles && isCollectedByNyc(pid, log, measured));
}

/** Events of a process that has nothing left to write. */
const COMPLETE_ENDS: ReadonlySet<RunEvent['event']> = new Set(['written', 'nothing counted']);

/** nyc writes one profile for each thread that exits, and the main thread is the last thread of its process to exit. */
function isCollectedByNyc(
  pid: number,
  log: readonly RunEvent[],
  { pids }: LossEvidence['measured'],
): boolean {
  const exitedWorkers = threadEvents(log, 'thread exited').filter((event) => event.pid === pid);
  return pids.filter((one) => one === pid).length > exitedWorkers.length;
}

/**
 * nyc writes the counts of a thread when the thread exits, which a terminated thread never does. Counters in shared
 * memory outlive their thread.
 */
function findTerminatedThreads({ engine, log, running }: LossEvidence): readonly TerminatedThread[] {
  if (capabilitiesOf(engine).hasLiveCounters) return [];
  const exited = new Set(threadEvents(log, 'thread exited').map(threadKey));
  const lost = loadsOf(log, true)
    .filter((event) => event.thread !== MAIN_THREAD)
    .filter((event) => !exited.has(threadKey(event)) && !running.includes(event.pid));
  const threads = new Map(lost.map((event) => [threadKey(event), event]));
  return [...threads].map(([key, { pid, thread }]) => {
    const files = lost.filter((event) => threadKey(event) === key).map(({ file }) => file);
    return { kind: 'thread-terminated', pid, thread, files };
  });
}

/** Node gives no preloads to a worker that is created from source text, or with an environment without `NODE_OPTIONS`. */
function findUncountedThreads({ log }: LossEvidence): readonly UncountedThread[] {
  const hooked = new Set(threadEvents(log, 'thread hooked').map(threadKey));
  return threadEvents(log, 'thread started')
    .filter((event) => !hooked.has(threadKey(event)))
    .map(({ pid, thread }) => ({ kind: 'thread-without-counters', pid, thread }));
}

const MAIN_THREAD = 0;

function threadEvents(log: readonly RunEvent[], kind: ThreadEvent['event']): readonly ThreadEvent[] {
  return log.filter((event): event is ThreadEvent => event.event === kind);
}

/** Returns a text that identifies a thread: threads of several processes have the same numbers. */
function threadKey({ pid, thread }: Pick<ThreadEvent, 'pid' | 'thread'>): string {
  return `${pid} ${thread}`;
}
