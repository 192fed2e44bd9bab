/**
 * Finds out which processes belong to a run. Anybody who can write a run log can name any process in it, and an ended
 * process leaves its pid to another. So a line of a log proves nothing: a process belongs to the run if it has the run log
 * open for appending. Processes with covermain's hooks keep it open until they end, and pass it on to no child.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { isRunning } from '../platform/is-running.js';
import { listPids, startTickOf } from '../platform/process-table.js';
import { isPid } from '../platform/value-checks.js';
import { findForeignOwner } from './own-file.js';

/**
 * Returns those processes that have the log open for appending. None if the log belongs to another user, and none if the
 * system does not tell: Windows, and systems without `/proc` and `lsof`.
 */
export function findLogWriters(
  log: string,
  pids: readonly number[],
  platform: NodeJS.Platform = process.platform,
): readonly number[] {
  return findWriters(log, pids, platform) ?? [];
}

/** Whether the system tells who writes a log. */
export function tellsLogWriters(): boolean {
  if (process.platform === 'win32') return false;
  if (process.platform === 'linux') return true;
  hasLsof ??= listWriters(process.execPath) !== undefined;
  return hasLsof;
}

let hasLsof: boolean | undefined;

/** @returns `undefined` if the system does not tell */
function findWriters(
  log: string,
  pids: readonly number[],
  platform: NodeJS.Platform,
): readonly number[] | undefined {
  if (platform === 'win32') return undefined;
  const stats = statOf(log);
  if (!stats || findForeignOwner(log, stats) !== undefined) return [];
  const living = findLiving(pids);
  if (living.length === 0) return [];
  if (platform === 'linux') return living.filter((pid) => appendsTo(pid, stats));
  const writers = listWriters(log);
  return writers && living.filter((pid) => writers.has(pid));
}

/** Returns those pids that any process has. A forged log can name a million. */
function findLiving(pids: readonly number[]): readonly number[] {
  const all = pids.length > 1 ? listPids() : undefined;
  const existing = all === undefined ? pids : pids.filter((pid) => all.has(pid));
  return [...new Set(existing)].filter((pid) => isPid(pid) && isRunning(pid));
}

/** Returns those of the pids that belong to running processes of the run. */
export type FindRunning = (pids: readonly number[]) => readonly number[];

/**
 * Returns a function that finds the running processes of a run again and again. Where the system does not tell who writes
 * the log, it takes the pids at their word, so nobody may be signalled by its results.
 */
export function createRunningFinder(log: string): FindRunning {
  /** The start of each process that was found. Who has written the log belongs to the run until the process ends. */
  const starts = new Map<number, string | undefined>();
  return (pids) => {
    const isKnown = (pid: number) => starts.has(pid) && starts.get(pid) === startTickOf(pid);
    const unknown = pids.filter((pid) => !isKnown(pid));
    for (const pid of findWriters(log, unknown, process.platform) ?? unknown.filter(isRunning))
      starts.set(pid, startTickOf(pid));
    return pids.filter((pid) => isKnown(pid) && isRunning(pid));
  };
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined; // it was removed, or cannot be reached
  }
}

function appendsTo(pid: number, { dev, ino }: Stats): boolean {
  const descriptors = `/proc/${pid}/fd`;
  try {
    return readdirSync(descriptors).some((descriptor) => {
      const open = statSync(`${descriptors}/${descriptor}`, { throwIfNoEntry: false });
      return open?.dev === dev && open.ino === ino && isAppending(pid, descriptor);
    });
  } catch {
    return false; // it has ended, or belongs to another user
  }
}

/** Flags of `open` in Linux's numbers: <https://man7.org/linux/man-pages/man5/proc_pid_fdinfo.5.html>. */
const O_ACCMODE = 0o3;
const O_APPEND = 0o2000;

/** Whether a descriptor is open for appending: a person may look at the log with `tail -f`. */
function isAppending(pid: number, descriptor: string): boolean {
  const [, octal = '0'] =
    /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, 'latin1')) ?? [];
  const flags = Number.parseInt(octal, 8);
  return (flags & O_ACCMODE) !== 0 && (flags & O_APPEND) !== 0;
}

/** Returns the pids of the processes that have a file open for writing; `undefined` without `lsof`. */
function listWriters(path: string): ReadonlySet<number> | undefined {
  try {
    const output = execFileSync('lsof', ['-w', '-F', 'pa', '--', path], { encoding: 'utf8', stdio: 'pipe' });
    return parseWriters(output);
  } catch (error) {
    // It exits with 1 if no process has the file open.
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : new Set();
  }
}

/** Parses lines such as `p123` (process), `f21` (descriptor) and `aw` (access: `r`, `w` or `u`). */
function parseWriters(output: string): ReadonlySet<number> {
  const writers = new Set<number>();
  let pid = 0;
  for (const line of output.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    if (/^a[wu]/.test(line)) writers.add(pid);
  }
  return writers;
}
