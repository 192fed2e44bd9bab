/** Runs a command line in the foreground. */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { CommandLine } from './command-lines.js';
import { signalProcess } from './processes.js';
import type { SignalRelay } from './signal-relay.js';

export interface ForegroundOptions {
  readonly signals: SignalRelay;
  /** Processes beside the child that a second Ctrl+C kills where they do not end by themselves. */
  readonly pids?: () => readonly number[];
  /** Whether a terminal's Ctrl+C reaches the child by itself, and must not be passed on: many take two for "now". */
  readonly hasTerminal?: boolean;
  /** Is given the child as it starts. */
  readonly onStart?: (child: ChildProcess) => void;
}

/**
 * Runs a command line to its end.
 *
 * @returns its exit code as a shell gives it: 128 + n for death by signal n, 130 where a second Ctrl+C killed it
 * @throws NodeJS.ErrnoException where the command cannot be started
 */
export function runCommandLine(
  chain: CommandLine,
  { signals, pids, hasTerminal = false, onStart }: ForegroundOptions,
): Promise<number> {
  const child = spawn(chain.command, [...chain.args], {
    cwd: chain.cwd,
    env: { ...chain.env },
    stdio: 'inherit',
  });
  onStart?.(child);
  let wasKilled = false;
  const unfollow = signals.follow({
    kill: (signal) => (hasTerminal && signal === 'SIGINT') || child.kill(signal),
    force() {
      wasKilled = true;
      for (const pid of pids?.() ?? []) signalProcess(pid, 'SIGKILL');
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
