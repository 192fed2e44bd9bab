/** `covermain run` with parsed arguments, and its arguments that need no parser. */
import type { RunFlags } from '../commands/run.js';
import { type CommandOutput, endInterruptedLine } from './output.js';

/** The options of `covermain run` if none is given. */
export const DEFAULT_RUN_FLAGS: RunFlags = { report: true };

/**
 * Returns the command and its arguments if covermain is to run them without any option. Loading commander and creating all
 * options takes longer than everything that then happens until the command starts.
 *
 * @param args arguments of covermain
 * @returns `undefined` if commander has to parse them
 */
export function findPlainCommand(args: readonly string[]): readonly string[] | undefined {
  const [name, first, ...others] = args;
  if (name !== 'run' || first === undefined) return undefined;
  const command = first === '--' ? others : [first, ...others];
  return first.startsWith('-') && first !== '--' ? undefined : command;
}

/** Runs a command and reports. Ends this process as the command ended. @throws as `runCommand` */
export async function runProgram(
  command: readonly string[],
  flags: RunFlags,
  output: CommandOutput,
): Promise<void> {
  const { cwd, env } = process;
  const { runCommand } = await import('../commands/run.js');
  const { endLikeCommand } = await import('../run/process-end.js');
  const { saveBundleCode } = await import('./save-bundle-code.js');
  endLikeCommand(
    await runCommand({
      flags,
      command,
      cwd: cwd(),
      environment: env,
      ...output,
      onCache: saveBundleCode,
      onInterrupted: endInterruptedLine,
    }),
  );
}
