/** Signals a process together with its descendants: shells and npm do not pass signals on. */
import { spawnSync } from 'node:child_process';
import { addToList } from './add-to-list.js';
import { listPids, parentOf, startTickOf } from './process-table.js';

/** A process, and what tells it from a later one with its pid. */
interface Descendant {
  readonly pid: number;
  readonly startTick: string | undefined;
}

/**
 * Sends a signal to all descendants of a process. Windows has no signals: there it ends the process, too.
 *
 * @returns a function that kills the descendants that are still running
 */
export function signalDescendants(pid: number, signal: NodeJS.Signals | number): () => void {
  if (process.platform === 'win32') {
    if (signal !== 0) spawnSync('taskkill', ['/pid', `${pid}`, '/T', '/F'], { stdio: 'ignore' });
    return () => {};
  }
  const descendants = listDescendants(pid).map(
    (one): Descendant => ({ pid: one, startTick: startTickOf(one) }),
  );
  for (const one of descendants) sendSignal(one, signal);
  return () => {
    for (const one of descendants) if (startTickOf(one.pid) === one.startTick) sendSignal(one, 'SIGKILL');
  };
}

/** Returns the pids of the children of a process, of their children, and so on. */
export function listDescendants(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const [child, parent] of listParents()) addToList(children, parent, child);
  const found: number[] = [];
  const visit = (parent: number) => {
    for (const child of children.get(parent) ?? []) {
      found.push(child);
      visit(child);
    }
  };
  visit(pid);
  return found;
}

/** Returns all processes with their parents, as pids. */
function listParents(): readonly (readonly [pid: number, parent: number])[] {
  const pids = listPids();
  if (pids) return [...pids].map((pid) => [pid, parentOf(pid) ?? 0]);
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return [pid, parent];
  });
}

function sendSignal({ pid }: Descendant, signal: NodeJS.Signals | number): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended, or has changed its user.
  }
}
