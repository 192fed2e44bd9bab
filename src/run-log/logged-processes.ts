/** What the events of a run log say about its processes and the files they loaded. */
import { type LoadEvent, PROCESS_ENDS, type ProcessStartEvent, type RunEvent } from './run-event.js';

/** Returns the loads of measured files, or the loads of all other files. */
export function loadsOf(log: readonly RunEvent[], measured: boolean): readonly LoadEvent[] {
  return log.filter((event): event is LoadEvent => event.event === 'loaded' && event.measured === measured);
}

/** Returns the pids of processes that loaded measured files. */
export function measuredPids(log: readonly RunEvent[]): readonly number[] {
  const pids = new Set<number>();
  for (const event of log) if (event.event === 'loaded' && event.measured) pids.add(event.pid);
  return [...pids];
}

/**
 * Returns the pids of measured processes that have not logged their end: they still run or were killed. The pids of the
 * others may belong to unrelated processes by now, which must not receive signals.
 */
export function livingPids(log: readonly RunEvent[]): readonly number[] {
  const pids = new Set<number>();
  for (const event of log) {
    if (event.event === 'loaded' && event.measured) pids.add(event.pid);
    if (PROCESS_ENDS.has(event.event)) pids.delete(event.pid);
  }
  return [...pids];
}

/**
 * Returns the starts of processes that have loaded no measured file and have not logged their end. Launchers such as npx,
 * which have started a measured process that has not ended, are left out. The pids may belong to other processes by now.
 */
export function unmeasuredStartsOf(log: readonly RunEvent[]): readonly ProcessStartEvent[] {
  const known = new Set([...measuredPids(log), ...endedPids(log)]);
  const living = new Set(livingPids(log));
  const starts = startsOf(log);
  const launchers = new Set(starts.filter(({ pid }) => living.has(pid)).map(({ ppid }) => ppid));
  return starts.filter(({ pid }) => !known.has(pid) && !launchers.has(pid));
}

/** Returns the pids of processes that have logged their end. */
export function endedPids(log: readonly RunEvent[]): ReadonlySet<number> {
  return new Set(log.filter(({ event }) => PROCESS_ENDS.has(event)).map(({ pid }) => pid));
}

/** Returns the starts of all processes. */
export function startsOf(log: readonly RunEvent[]): readonly ProcessStartEvent[] {
  return log.filter((event) => event.event === 'process started');
}

/** Returns why the agents of processes failed, by pid. */
export function agentFailuresOf(log: readonly RunEvent[]): ReadonlyMap<number, string> {
  return new Map(
    log.filter((event) => event.event === 'agent failed').map(({ pid, reason }) => [pid, reason]),
  );
}
