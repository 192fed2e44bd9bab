/** What ran and was not counted. */
import { loadsOf, measuredPids, type RunEvent, type ThreadEvent } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import { listFiles } from './list-files.js';
import type { RunResults } from './run-results.js';

/** By which is told what was lost. */
export interface LossEvidence {
  readonly run: RunContext;
  readonly log: readonly RunEvent[];
  readonly measured: Pick<RunResults, 'pids'>;
  /** Pids of processes that had not ended as the profiles were read. */
  readonly running: readonly number[];
}

/** What ran and was not counted: of processes that were killed, and of threads. */
export function noteLost(evidence: LossEvidence): readonly string[] {
  return [...noteLostProcesses(evidence), ...noteLostThreads(evidence), ...noteUnhookedThreads(evidence)];
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
      return `process ${pid} ${why} its profile: its counts are missing for ${listFiles(files, run.root)}`;
    });
}

function hasWritten(
  pid: number,
  log: readonly RunEvent[],
  run: RunContext,
  measured: Pick<RunResults, 'pids'>,
): boolean {
  const isSaid = log.some((event) => WRITTEN.has(event.event) && event.pid === pid);
  return isSaid || (run.engine === 'nyc' && hasWrittenByNyc(pid, log, measured));
}

/** What a process says as it ends in order. */
const WRITTEN: ReadonlySet<RunEvent['event']> = new Set(['written', 'nothing counted']);

/** nyc writes one profile for each thread that exits, and the main thread is the last of its process to exit. */
function hasWrittenByNyc(pid: number, log: readonly RunEvent[], { pids }: Pick<RunResults, 'pids'>): boolean {
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
    return `${thread} was terminated before it wrote its profile: its counts are missing for ${listFiles(files, run.root)}`;
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
