/** Options and arguments that all commands share that read profiles. */
import type { Command } from 'commander';
import type { ReadingOptions } from '../operations/reading-options.js';
import { SettingError } from '../platform/errors.js';
import type { CommandOutput } from './output.js';

/** Options that every reading command has besides its own. */
export type CommandLineInput = Pick<ReadingOptions, 'inputs' | 'cwd' | 'environment'> & CommandOutput;

export const INPUTS =
  'Profile directories, archives, directories such as .nyc_output, Istanbul JSON files or Go text files';

export const INPUTS_OR_NEWEST = `${INPUTS} (default: the newest profile)`;

export const DIRECTORIES_OR_NEWEST = 'Profile directories (default: the newest)';

export const JSON_OPTION = ['--json', 'Print one JSON document'] as const;

/** Adds a command that reads profiles. */
export function readingCommand(
  program: Command,
  name: string,
  description: string,
  example: string,
): Command {
  return program
    .command(name)
    .description(description)
    .option('--root <directory>', "Directory that contains the sources (default: the project's root)")
    .option(
      '--recorded-root <directory>',
      'Path of that directory where Istanbul data was recorded, such as /app (repeatable)',
      append,
    )
    .option('--force', 'Continue without files that cannot be read')
    .addHelpText('after', `\nExample:\n  covermain ${example}`);
}

/** Adds a command that reads profiles and reports on files that the user can select. */
export function selectingCommand(
  program: Command,
  name: string,
  description: string,
  example: string,
): Command {
  return readingCommand(program, name, description, example)
    .argument('[inputs...]', INPUTS_OR_NEWEST)
    .option('--include <glob>', 'Select only matching files, such as src/cart/** (repeatable)', append)
    .option('--exclude <glob>', 'Leave out matching files (repeatable)', append);
}

/** Collects the values of a repeatable option. */
export function append(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

/** Returns the action of a command whose arguments are inputs. */
export function readingOptions<Options>(
  output: CommandOutput,
  command: (options: Options & CommandLineInput) => Promise<number>,
) {
  return (inputs: readonly string[], options: Options) => runOn(inputs, { ...options, ...output }, command);
}

/** Runs a command on inputs, and makes its exit code that of the process. */
export async function runOn<Options>(
  inputs: readonly string[],
  options: Options & CommandOutput,
  command: (options: Options & CommandLineInput) => Promise<number>,
): Promise<void> {
  const { cwd, env } = process;
  process.exitCode = await command({ ...options, inputs, cwd: cwd(), environment: env });
}

/** Parses the value of `--report-dir`. An empty one would fill the project with reports. @throws SettingError */
export function parseReportDirectory(text: string): string {
  if (text.trim() !== '') return text;
  throw new SettingError({
    name: '--report-dir',
    given: text,
    accepted: 'the path of a directory',
    example: 'coverage',
  });
}
