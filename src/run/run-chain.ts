/** Runs a command line in the foreground and passes signals on to it. */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { CommandLine } from './chain.js';

export interface RunOptions {
  /** Whether the terminal's Ctrl+C reaches the child only through us. @default false */
  readonly isShielded?: boolean;
  /** Processes beside the child that a second Ctrl+C kills where they do not end by themselves. */
  readonly pids?: () => readonly number[];
}

export interface RunResult {
  /** As a shell gives it: 128 + n for death by signal n. */
  readonly exitCode: number;
  /** Whether a second Ctrl+C had to kill it. */
  readonly wasKilled: boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds within which signals are one wish; see harness/ends/signal.ts. */
const SAME_WISH = 1_000;

/** Milliseconds that a program has to stop at once by itself. */
const AT_ONCE = 500;

/** @throws NodeJS.ErrnoException where the command cannot be started */
export function runChain(
  chain: CommandLine,
  { isShielded = false, pids }: RunOptions = {},
): Promise<RunResult> {
  const child = spawn(chain.command, [...chain.args], {
    cwd: chain.cwd,
    env: { ...chain.env },
    stdio: 'inherit',
    detached: isShielded && process.platform !== 'win32',
  });
  let wasKilled = false;
  const stopRelaying = relaySignals(child, () => {
    wasKilled = true;
    for (const pid of pids?.() ?? []) kill(pid);
    child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      stopRelaying();
      const exitCode = wasKilled
        ? 128 + constants.signals.SIGINT
        : (code ?? 128 + constants.signals[signal ?? 'SIGKILL']);
      resolve({ exitCode, wasKilled });
    });
  });
}

/** The second wish to stop gives the child a moment, then calls `force`: its event loop may be blocked. */
function relaySignals(child: ChildProcess, force: () => void): () => void {
  let firstAt: number | undefined;
  let forcing: NodeJS.Timeout | undefined;
  const receive = (signal: NodeJS.Signals) => {
    const now = performance.now();
    firstAt ??= now;
    child.kill(signal);
    if (now - firstAt >= SAME_WISH) forcing ??= setTimeout(force, AT_ONCE);
  };
  for (const signal of SIGNALS) process.on(signal, receive);
  return () => {
    for (const signal of SIGNALS) process.off(signal, receive);
    clearTimeout(forcing);
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
