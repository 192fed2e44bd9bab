/** Runs a command line in the foreground. */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { CommandLine } from './command-lines.js';
import { signalProcess } from './processes.js';
import type { SignalRelay } from './signal-relay.js';

export interface ForegroundOptions {
  readonly signals: SignalRelay;
  /** Returns pids of further processes that a second Ctrl+C kills if they do not end by themselves. @default none */
  readonly pids?: () => readonly number[];
  /**
   * Whether the child gets Ctrl+C from its terminal. Then it is not passed on, because many programs stop at once when they
   * receive it twice. @default false
   */
  readonly hasTerminal?: boolean;
  /** Called with the child when it starts. */
  readonly onStart?: (child: ChildProcess) => void;
}

/**
 * Runs a command line to its end.
 *
 * @returns the exit code as a shell reports it: 128 + n for death by signal n, 130 if a second Ctrl+C killed the child
 * @throws NodeJS.ErrnoException if the command cannot be started
 */
export function runCommandLine(
  { command, args, cwd, env }: CommandLine,
  { signals, pids, hasTerminal = false, onStart }: ForegroundOptions,
): Promise<number> {
  const child = spawn(command, [...args], { cwd, env: { ...env }, stdio: 'inherit' });
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
      resolve(wasKilled ? exitCodeOf('SIGINT') : (code ?? exitCodeOf(signal ?? 'SIGKILL')));
    });
  });
}

function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
