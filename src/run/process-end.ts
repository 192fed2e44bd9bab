/** How a command ended, and ending this process in the same way. */
import { constants } from 'node:os';

export interface CommandEnd {
  /** Exit code as a shell reports it: 128 + n for death by signal n. */
  readonly exitCode: number;
  /** Signal that killed the command. */
  readonly signal: NodeJS.Signals | null;
}

/** Returns the end that Node reports for a child process. */
export function endOfChild(code: number | null, signal: NodeJS.Signals | null): CommandEnd {
  return signal === null ? { exitCode: code ?? 1, signal } : deathBy(signal);
}

export function deathBy(signal: NodeJS.Signals): CommandEnd {
  return { exitCode: 128 + constants.signals[signal], signal };
}

/**
 * Ends this process as the command ended. If a signal killed the command, the same signal kills this process, because
 * shells, make and supervisors distinguish that from an exit code: after Ctrl+C a shell's loop stops only if the program
 * died of SIGINT.
 */
export function endLikeCommand({ exitCode, signal }: CommandEnd): void {
  process.exitCode = exitCode;
  if (signal === null || process.platform === 'win32') return;
  leaveDirectory();
  process.removeAllListeners(signal);
  // The first process of a container survives this, and exits with the exit code.
  process.kill(process.pid, signal);
}

/** Keeps a core dump of this process from replacing the one of the command: nobody can create files in /proc. */
function leaveDirectory(): void {
  try {
    process.chdir('/proc');
  } catch {
    // The system has no /proc, and names core dumps differently.
  }
}
