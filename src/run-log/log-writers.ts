/**
 * Finds out which processes still write to a run log. A process keeps the log open until it ends, so a process that has it
 * open belongs to the run, and not to a stranger who got its pid later.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';

/** Returns those processes that have the log open. Without `/proc` and `lsof`, as on Windows, there are none. */
export function findLogWriters(log: string, pids: readonly number[]): readonly number[] {
  if (pids.length === 0) return [];
  if (process.platform === 'linux') return pids.filter((pid) => hasOpen(pid, log));
  const open = listOpeners(log);
  return pids.filter((pid) => open.includes(pid));
}

function hasOpen(pid: number, path: string): boolean {
  try {
    const { dev, ino } = statSync(path);
    const descriptors = `/proc/${pid}/fd`;
    return readdirSync(descriptors).some((descriptor) => {
      const open = statSync(`${descriptors}/${descriptor}`, { throwIfNoEntry: false });
      return open?.dev === dev && open.ino === ino;
    });
  } catch {
    return false; // it has ended, or belongs to another user
  }
}

function listOpeners(path: string): readonly number[] {
  try {
    return execFileSync('lsof', ['-t', '--', path], { encoding: 'utf8', stdio: 'pipe' })
      .split('\n')
      .map(Number);
  } catch {
    return []; // no process has it open, or there is no `lsof`
  }
}
