/** Signals children that have process groups of their own, and ends them with this process. */
import type { ChildProcess } from 'node:child_process';
import { unwatchGroup, watchGroup } from './child-watchdog.js';

export interface ChildGroup {
  /** Sends a signal to the child and its own children, unless the child has ended. */
  signal(signal: NodeJS.Signals): void;
}

const running = new Set<ChildGroup>();

/** Kills a child when this process exits or is killed. A child in a group of its own would survive Ctrl+C. */
export function endWithParent(child: ChildProcess): ChildGroup {
  const group: ChildGroup = { signal: (signal) => signalGroup(child, signal) };
  if (running.size === 0) process.once('exit', killAll);
  running.add(group);
  const { pid } = child;
  if (pid !== undefined) watchGroup(pid);
  const forget = () => {
    running.delete(group);
    if (pid !== undefined) unwatchGroup(pid);
    if (running.size === 0) process.off('exit', killAll);
  };
  child.once('exit', forget).once('error', forget);
  return group;
}

function killAll(): void {
  for (const group of running) group.signal('SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
