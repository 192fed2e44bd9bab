/** `covermain merge -o OUT IN…`: adds profiles up into one profile directory, and their sessions, too. */
import { openProgress } from '../collect/progress.js';
import { mergeProfiles } from '../operations/merge.js';
import type { ReadingOptions } from '../operations/reading-options.js';
import { pluralize } from '../platform/plural-forms.js';
import { printMerge } from './merge-document.js';
import type { Print } from './print.js';

export interface MergeCommandOptions extends ReadingOptions {
  /** Directory to create for the result, relative to `cwd`. */
  readonly output: string;
  /** Whether to print one JSON document instead of logging a line. */
  readonly json?: boolean;
  /** Prints a line of the result. */
  readonly print: Print;
}

/**
 * Adds profiles up into a new profile directory. With `--json` it prints a `MergeDocument`.
 *
 * @returns the exit code
 * @throws CovermainError as `mergeProfiles`
 */
export async function mergeCommand(options: MergeCommandOptions): Promise<number> {
  const { inputs, output, logLine } = options;
  const progress = openProgress('reading profiles');
  const document = await mergeProfiles({ ...options, progress, onWarning: logLine });
  const { files, sessions } = document;
  const merged = [
    pluralize(files, 'file'),
    ...(sessions.length > 0 ? [pluralize(sessions.length, 'session')] : []),
  ];
  printMerge(
    options,
    document,
    `Merged ${pluralize(inputs.length, 'input')} into ${output}: ${merged.join(', ')}`,
  );
  return 0;
}
