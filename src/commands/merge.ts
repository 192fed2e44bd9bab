/** `covermain merge -o OUT IN…`: adds profiles up into one profile directory, and their sessions, too. */
import { resolve } from 'node:path';
import { requireNoOutput, writeOutputDirectory } from '../collect/output-directory.js';
import { openProgress, type Progress } from '../collect/progress.js';
import { createProgressStep } from '../collect/progress-step.js';
import { type ReadInputs, type ReadOptions, readInputs } from '../collect/read-inputs.js';
import { findSessions } from '../collect/sessions.js';
import { quoteText } from '../platform/escape-terminal.js';
import { pluralize } from '../platform/plural-forms.js';
import { sessionDirectoryOf } from '../profile/store/session-directories.js';
import { makeDirectory } from '../profile/store/write-profile.js';
import { writeTotals } from '../profile/store/write-totals.js';
import { collectWarnings, countFiles, countProfiles, printMerge } from './merge-document.js';
import type { Print } from './print.js';
import { type ReadingCommandOptions, resolveRoots } from './reading-options.js';

export interface MergeOptions extends ReadingCommandOptions {
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
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`, and as `readInputs`
 */
export async function mergeCommand(given: MergeOptions): Promise<number> {
  const { output, inputs, cwd } = given;
  const directory = resolve(cwd, output);
  requireNoOutput(directory);
  const { logLine, warnings } = collectWarnings(given.logLine);
  const reading = { ...resolveRoots(given), logLine };
  const progress = openProgress('reading profiles');
  const sum = await readInputs({ ...reading, keepsOwnRoot: true, progress });
  const options = { ...reading, root: sum.root };
  const sessions = findSessions(inputs.map((input) => resolve(cwd, input)));
  try {
    await writeOutputDirectory(directory, async (temporary) => {
      await writeSum(sum, temporary, options, progress);
      await mergeSessions(sessions, temporary, options, progress);
    });
  } finally {
    progress.close();
  }
  const files = countFiles(sum.totals);
  const merged = [
    pluralize(files, 'file'),
    ...(sessions.size > 0 ? [pluralize(sessions.size, 'session')] : []),
  ];
  printMerge(
    given,
    {
      output: directory,
      profiles: countProfiles(sum.parts),
      files,
      sessions: [...sessions.keys()],
      warnings,
    },
    `Merged ${pluralize(inputs.length, 'input')} into ${output}: ${merged.join(', ')}`,
  );
  return 0;
}

/** Merges one session after another: there may be many, and each takes as much memory as the sum. */
async function mergeSessions(
  sessions: ReadonlyMap<string, readonly string[]>,
  output: string,
  options: ReadOptions,
  progress: Progress,
): Promise<void> {
  for (const [name, inputs] of sessions) {
    progress.begin(`reading session ${quoteText(name)}`);
    const sum = await readInputs({ ...options, inputs, progress });
    const directory = sessionDirectoryOf(output, name);
    makeDirectory(directory);
    await writeSum(sum, directory, options, progress);
  }
}

async function writeSum(
  { totals, header, parts }: ReadInputs,
  directory: string,
  { signal }: ReadOptions,
  progress: Progress,
): Promise<void> {
  progress.begin('writing files');
  const options = { total: totals.metas.size, onProgress: progress.update };
  const step = createProgressStep({ ...options, ...(signal ? { signal } : {}) });
  await writeTotals(directory, totals, { header, parts, step });
  signal?.throwIfAborted();
}
