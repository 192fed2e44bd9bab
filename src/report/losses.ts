/** Finds hits that are missing from a run's profiles: of processes that were killed, and of worker threads. */

import { addToList } from '../platform/add-to-list.js';
import { loadsOf, measuredPids, startsOf } from '../run-log/logged-processes.js';
import type { LoadEvent, RunEvent, ThreadEvent } from '../run-log/run-event.js';
import { capabilitiesOf, type EngineName } from '../settings/engine.js';
import type { Loss, ProcessLoss, TerminatedThread, UncountedThread } from './run-note.js';
import type { RunResults } from './run-results.js';

export interface LossEvidence {
  readonly engine: EngineName;
  readonly log: readonly RunEvent[];
  /** Whether the end of the log is unknown, and with it how processes and threads ended. @default false */
  readonly isCut?: boolean;
  readonly measured: Pick<RunResults, 'pids'>;
  /** Pids of processes that had not ended when the profiles were read. */
  readonly running: readonly number[];
  /** Absolute path of the profile directory. */
  readonly directory: string;
}

/** Returns all losses: first those of processes, then those of threads. None if the end of the log is unknown. */
export function findLosses(evidence: LossEvidence): readonly Loss[] {
  if (evidence.isCut === true) return [];
  return [
    ...findLostProcesses(evidence),
    ...findTerminatedThreads(evidence),
    ...findUncountedThreads(evidence),
  ];
}

/** A process that loaded measured files and did not log its end still runs, or was killed. */
function findLostProcesses(evidence: LossEvidence): readonly ProcessLoss[] {
  const { engine, log, measured, directory } = evidence;
  const capabilities = capabilitiesOf(engine);
  // The log may have been removed while the process ran. Profiles of nyc may be those of other runs.
  const written = capabilities.writesProfiles ? measured.pids : [];
  const flushed = new Set(capabilities.hasLiveCounters ? measured.pids : []);
  const hasWrittenAll = findCompleteProcesses(evidence);
  const lost = new Set([...measuredPids(log), ...written].filter((pid) => !hasWrittenAll(pid)));
  const events = groupByPid(log, lost);
  const running = new Set(evidence.running);
  return [...lost].map((pid) => {
    const own = events.get(pid) ?? [];
    return {
      kind: processLossOf(own, running.has(pid)),
      pid,
      command: startsOf(own)[0]?.command ?? null,
      hasFlushed: flushed.has(pid),
      files: loadsOf(own, true).map(({ file }) => file),
      directory,
    };
  });
}

/** Returns the events of each process, in their order. */
function groupByPid(
  log: readonly RunEvent[],
  pids: ReadonlySet<number>,
): ReadonlyMap<number, readonly RunEvent[]> {
  const events = new Map<number, RunEvent[]>();
  for (const event of log) if (pids.has(event.pid)) addToList(events, event.pid, event);
  return events;
}

function processLossOf(events: readonly RunEvent[], isRunning: boolean): ProcessLoss['kind'] {
  if (events.some(({ event }) => event === 'lost')) return 'process-write-failed';
  if (isRunning) return 'process-running';
  return events.length > 0 ? 'process-killed' : 'process-unrecorded';
}

/** Returns a function that tells whether a process has nothing left to write. */
function findCompleteProcesses({ engine, log, measured }: LossEvidence): (pid: number) => boolean {
  const complete = new Set(log.filter(({ event }) => COMPLETE_ENDS.has(event)).map(({ pid }) => pid));
  if (capabilitiesOf(engine).writesProfiles) return (pid) => complete.has(pid);
  // nyc writes one profile for each thread that exits, and the main thread is the last thread of its process to exit.
  const profiles = countByPid(measured.pids);
  const workers = countByPid(threadEvents(log, 'thread exited').map(({ pid }) => pid));
  return (pid) => complete.has(pid) || (profiles.get(pid) ?? 0) > (workers.get(pid) ?? 0);
}

/** Events of a process that has nothing left to write. */
const COMPLETE_ENDS: ReadonlySet<RunEvent['event']> = new Set(['written', 'nothing counted']);

function countByPid(pids: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const pid of pids) counts.set(pid, (counts.get(pid) ?? 0) + 1);
  return counts;
}

/**
 * nyc writes the counts of a thread when the thread exits, which a terminated thread never does. Counters in shared
 * memory outlive their thread.
 */
function findTerminatedThreads({ engine, log, running }: LossEvidence): readonly TerminatedThread[] {
  if (capabilitiesOf(engine).hasLiveCounters) return [];
  const exited = new Set(threadEvents(log, 'thread exited').map(threadKey));
  const runningPids = new Set(running);
  const threads = new Map<string, LoadEvent[]>();
  for (const event of loadsOf(log, true)) {
    if (event.thread === MAIN_THREAD || exited.has(threadKey(event)) || runningPids.has(event.pid)) continue;
    addToList(threads, threadKey(event), event);
  }
  return [...threads.values()].flatMap((loads) => {
    const [first] = loads;
    if (!first) return [];
    const { pid, thread } = first;
    return [{ kind: 'thread-terminated', pid, thread, files: loads.map(({ file }) => file) } as const];
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
