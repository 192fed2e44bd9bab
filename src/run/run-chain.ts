/** Runs a command line in the foreground. */
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { CommandLine } from './chain.js';
import type { SignalRelay } from './signal-relay.js';

export interface RunOptions {
  readonly signals: SignalRelay;
  /** Whether the terminal's Ctrl+C, and a reader of stdout that is gone, reach the child only through us. */
  readonly isShielded?: boolean;
  /** Processes beside the child that a second Ctrl+C kills where they do not end by themselves. */
  readonly pids?: () => readonly number[];
}

/**
 * Runs a command line to its end.
 *
 * @returns its exit code as a shell gives it: 128 + n for death by signal n, 130 where a second Ctrl+C killed it
 * @throws NodeJS.ErrnoException where the command cannot be started
 */
export function runChain(
  chain: CommandLine,
  { signals, isShielded = false, pids }: RunOptions,
): Promise<number> {
  const child = spawn(chain.command, [...chain.args], {
    cwd: chain.cwd,
    env: { ...chain.env },
    stdio: ['inherit', isShielded && !process.stdout.isTTY ? 'pipe' : 'inherit', 'inherit'],
    detached: isShielded && process.platform !== 'win32',
  });
  child.stdout?.on('data', (chunk: Buffer) => process.stdout.write(chunk));
  let wasKilled = false;
  const unfollow = signals.follow({
    kill: (signal) => child.kill(signal),
    force() {
      wasKilled = true;
      for (const pid of pids?.() ?? []) kill(pid);
      child.kill('SIGKILL');
    },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      unfollow();
      resolve(wasKilled ? codeOf('SIGINT') : (code ?? codeOf(signal ?? 'SIGKILL')));
    });
  });
}

function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
