/**
 * Finds out who has received a signal: the whole process group or only this process. Ctrl+C in a terminal and
 * `kill -- -PID` signal the group, so the program gets the signal by itself. `kill PID` and most supervisors signal one
 * process. Node does not say which it was, and neither does stdin.
 *
 * The sentinel is a process of the same group that every signal kills. It dies of the signals of the group, and only of
 * those (docs/notes/signals.md).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { isInForegroundGroup } from '../platform/process-table.js';

export interface GroupSentinel {
  /** Resolves with whether the other processes of the group received the signal, too. */
  hasReached(signal: NodeJS.Signals): Promise<boolean>;
  close(): void;
}

interface Sentinel {
  readonly child: ChildProcess;
  /** Resolves with the signal that ended it; `null` if it could not be started. */
  readonly ended: Promise<NodeJS.Signals | null>;
}

/** Milliseconds in which a supervisor may signal the processes of a group one after another. */
const SUCCESSION = 50;

/** Milliseconds for which the end of a sentinel explains a signal that this process receives later. */
const MEMORY = 1_000;

/** Starts the sentinel. The program must be in the same process group. */
export function openGroupSentinel(): GroupSentinel {
  let isClosed = false;
  let sentinel: Sentinel | undefined = startSentinel();
  const deaths = new Map<NodeJS.Signals, number>();
  const renew = async (current: Sentinel) => {
    const signal = await current.ended;
    if (signal === null || isClosed) {
      sentinel = undefined;
      return;
    }
    deaths.set(signal, performance.now());
    sentinel = startSentinel();
    void renew(sentinel);
  };
  void renew(sentinel);
  /** Returns whether the sentinel has died of the signal, and forgets that: each death explains one signal. */
  const takeDeath = (signal: NodeJS.Signals): boolean => {
    const at = deaths.get(signal);
    deaths.delete(signal);
    return at !== undefined && performance.now() - at < MEMORY;
  };
  const ask = async (signal: NodeJS.Signals): Promise<boolean> => {
    if (takeDeath(signal)) return true;
    const current = sentinel;
    if (!current) return signal === 'SIGINT' && isInForeground();
    await Promise.race([current.ended, delay(SUCCESSION, undefined, { ref: false })]);
    // Of two deadly signals, the kernel reports the one that was sent first. So this answers even if the sentinel has not
    // had the time to die.
    current.child.kill('SIGKILL');
    const cause = await current.ended;
    if (cause !== signal) return takeDeath(signal);
    deaths.delete(signal);
    return true;
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    hasReached(signal) {
      const answer = last.then(() => ask(signal));
      last = answer;
      return answer;
    },
    close() {
      isClosed = true;
      sentinel?.child.kill('SIGKILL');
    },
  };
}

/** Starts `cat`, the smallest program that waits. It ends with this process, because its input does. */
function startSentinel(): Sentinel {
  const child = spawn('cat', [], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env.PATH ?? '' },
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (_code, signal) => resolve(signal));
    child.once('error', () => resolve(null));
  });
  // The pipe fails when the sentinel dies.
  child.stdin?.on('error', () => {});
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  child.unref();
  return { child, ended };
}

/**
 * Returns whether this process is in the foreground of a terminal, whose Ctrl+C then reaches the program, too. Used where
 * `cat` is missing.
 */
function isInForeground(): boolean {
  return isInForegroundGroup() ?? process.stdin.isTTY;
}
