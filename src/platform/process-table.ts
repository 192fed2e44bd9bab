/** Facts about other processes, as the operating system tells them. */
import { readdirSync, readFileSync } from 'node:fs';

/** Returns the pids of all processes; `undefined` where the system does not tell: not on Linux. */
export function listPids(): ReadonlySet<number> | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return new Set(
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map(Number),
    );
  } catch {
    return undefined;
  }
}

/** Returns the pid that was used last; `undefined` where the system does not tell. */
export function newestPid(): number | undefined {
  try {
    const [, , , , pid] = readFileSync('/proc/loadavg', 'utf8').split(' ');
    return pid === undefined ? undefined : Number.parseInt(pid, 10);
  } catch {
    return undefined;
  }
}

/**
 * Returns the pids of the processes that have started this process: its parent, the parent of that, and so on. Only Linux
 * tells more than the parent.
 */
export function listAncestors(): readonly number[] {
  const ancestors = [process.ppid];
  for (let pid: number | undefined = process.ppid; pid !== undefined && pid > 1; ) {
    pid = parentOf(pid);
    if (pid !== undefined) ancestors.push(pid);
  }
  return ancestors;
}

/** Returns the state of a process as one letter, such as `Z`; `undefined` if the system does not tell it. */
export function stateOf(pid: number): string | undefined {
  const [state] = statFieldsOf(pid);
  return state;
}

/** Returns the pid of the parent of a process; `undefined` if it cannot be determined. Only Linux tells it. */
export function parentOf(pid: number): number | undefined {
  const [, parent] = statFieldsOf(pid);
  return parent === undefined ? undefined : Number(parent);
}

/** Returns whether this process is in the foreground of its terminal; `undefined` if the system does not tell. */
export function isInForegroundGroup(): boolean | undefined {
  const [, , group, , , foreground] = statFieldsOf(process.pid);
  return group === undefined ? undefined : group === foreground;
}

/**
 * Returns a text that differs for two processes that have had the same pid: the time of the start, in ticks since the
 * system started. `undefined` if the system does not tell it.
 */
export function startTickOf(pid: number): string | undefined {
  return statFieldsOf(pid)[START_TICK];
}

/** Milliseconds of a tick, the same on all usual processors: <https://man7.org/linux/man-pages/man7/time.7.html>. */
const TICK = 10;

/**
 * Returns when a process has started, in milliseconds since 1970 and exact to a second or so; `undefined` if the system does
 * not tell it.
 */
export function startTimeOf(pid: number): number | undefined {
  // Containers may hide when the system has started, but the start of this process is known in both units.
  const [ticks, ownTicks] = [startTickOf(pid), startTickOf(process.pid)].map(Number);
  const time = performance.timeOrigin + (Number(ticks) - Number(ownTicks)) * TICK;
  return Number.isFinite(time) ? time : undefined;
}

/** Index in the fields that follow the name of the program. */
const START_TICK = 19;

/** Returns the fields of `/proc/<pid>/stat` after the name of the program, the first of which is the state. */
function statFieldsOf(pid: number): readonly string[] {
  if (process.platform !== 'linux') return [];
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name is in parentheses, and may contain any character.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return []; // it has ended
  }
}
