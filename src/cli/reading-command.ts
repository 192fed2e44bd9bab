/** What all commands have in common that read profiles. */
import type { Command } from 'commander';
import type { ReadOptions } from '../collect/read-coverage.js';
import type { Voice } from './output.js';

/** What every one of them is given beside its own options. */
export type Given = Pick<ReadOptions, 'inputs' | 'cwd' | 'environment'> & Voice;

export const INPUTS = 'profile directories, archives, folders such as .nyc_output, files of Istanbul JSON or Go text';

/** A command that reads profiles. */
export function readingCommand(
  program: Command,
  name: string,
  description: string,
  example: string,
): Command {
  return program
    .command(name)
    .description(description)
    .option('--root <directory>', "the folder that sources are looked up in (default: the project's)")
    .option(
      '--recorded-root <directory>',
      'what that folder was where Istanbul data come from, as in /app; may be given again',
      append,
    )
    .option('--force', 'go on without what cannot be read')
    .addHelpText('after', `\nExample:\n  covermain ${example}`);
}

/** Of an option that may be given again. */
export function append(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

/** Runs a command on inputs. Its exit code is the process's. */
export async function runOn<Options>(
  inputs: readonly string[],
  options: Options & Voice,
  command: (options: Options & Given) => Promise<number>,
): Promise<void> {
  const { cwd, env } = process;
  process.exitCode = await command({ ...options, inputs, cwd: cwd(), environment: env });
}
