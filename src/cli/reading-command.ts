/** What all commands have in common that read profiles. */
import type { Command } from 'commander';
import type { ReadingCommandOptions } from '../commands/reading-options.js';
import type { Output } from './output.js';

/** What every one of them is given beside its own options. */
export type CommandLineInput = Pick<ReadingCommandOptions, 'inputs' | 'cwd' | 'environment'> & Output;

export const INPUTS =
  'profile directories, archives, folders such as .nyc_output, files of Istanbul JSON or Go text';

export const INPUTS_OR_NEWEST = `${INPUTS} (default: the newest)`;

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

/** One that tells of files, which can be chosen. */
export function choosingCommand(
  program: Command,
  name: string,
  description: string,
  example: string,
): Command {
  return readingCommand(program, name, description, example)
    .argument('[inputs...]', INPUTS_OR_NEWEST)
    .option('--include <glob>', 'only files that match, as in src/cart/**; may be given again', append)
    .option('--exclude <glob>', 'no files that match; may be given again', append);
}

/** Of an option that may be given again. */
export function append(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

/** The action of a command whose arguments are inputs. */
export function readingOptions<Options>(
  output: Output,
  command: (options: Options & CommandLineInput) => Promise<number>,
) {
  return (inputs: readonly string[], options: Options) => runOn(inputs, { ...options, ...output }, command);
}

/** Runs a command on inputs. Its exit code is the process's. */
export async function runOn<Options>(
  inputs: readonly string[],
  options: Options & Output,
  command: (options: Options & CommandLineInput) => Promise<number>,
): Promise<void> {
  const { cwd, env } = process;
  process.exitCode = await command({ ...options, inputs, cwd: cwd(), environment: env });
}
