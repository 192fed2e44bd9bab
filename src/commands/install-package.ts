/** Installs covermain with the package manager of a project. */
import { once } from 'node:events';
import spawn from 'cross-spawn';
import { CovermainError, messageOf } from '../platform/errors.js';

/**
 * Runs a command, whose output goes to stderr.
 *
 * @param command program and arguments, separated by spaces
 * @param cwd absolute path
 * @returns the exit code; 1 if a signal killed the command
 * @throws CovermainError `COMMAND_NOT_STARTED`
 */
export async function runInstallation(command: string, cwd: string): Promise<number> {
  const [program = '', ...args] = command.split(' ');
  const child = spawn(program, args, { cwd, stdio: ['inherit', process.stderr, process.stderr] });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code ?? 1;
  } catch (error) {
    throw new CovermainError(
      'COMMAND_NOT_STARTED',
      `Cannot start ${program}: ${messageOf(error)}. Install covermain with: ${command}`,
      { cause: error },
    );
  }
}
