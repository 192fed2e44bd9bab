/** `covermain merge -o OUT IN…`: adds up any number of profiles into one profile directory, their sessions, too. */
import { resolve } from 'node:path';
import { logOnce } from '../collect/log-once.js';
import { requireNoOutput, writeOutputDirectory } from '../collect/output-directory.js';
import { openProgress, type Progress } from '../collect/progress.js';
import { createProgressStep } from '../collect/progress-step.js';
import { type ReadInputs, type ReadOptions, readInputs } from '../collect/read-inputs.js';
import { findSessions } from '../collect/sessions.js';
import { pluralize } from '../platform/plural-forms.js';
import { sessionDirectoryOf } from '../profile/store/session-directories.js';
import { makeDirectory } from '../profile/store/write-profile.js';
import { writeTotals } from '../profile/store/write-totals.js';
import { type ReadingCommandOptions, resolveRoots } from './reading-options.js';

export interface MergeOptions extends ReadingCommandOptions {
  /** Where the sum goes: a directory that is not there yet, relative to `cwd`. */
  readonly output: string;
}

/**
 * @returns the exit code
 * @throws CovermainError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`, and as `readInputs`
 */
export async function mergeCommand(given: MergeOptions): Promise<number> {
  const { output, inputs, cwd } = given;
  const directory = resolve(cwd, output);
  requireNoOutput(directory);
  const options = { ...resolveRoots(given), logLine: logOnce(given.logLine) };
  const progress = openProgress('reading profiles');
  const sum = await readInputs({ ...options, progress });
  const sessions = findSessions(inputs.map((input) => resolve(cwd, input)));
  try {
    await writeOutputDirectory(directory, async (folder) => {
      await write(sum, folder, options, progress);
      await mergeSessions(sessions, folder, options, progress);
    });
  } finally {
    progress.close();
  }
  const also = sessions.size > 0 ? `, and ${pluralize(sessions.size, 'session')}` : '';
  options.logLine(
    `${output}: ${pluralize(sum.totals.metas.size, 'file')} of ${pluralize(inputs.length, 'input')}${also}`,
  );
  return 0;
}

/** One after another: there may be many, and each is as large as the sum. */
async function mergeSessions(
  sessions: ReadonlyMap<string, readonly string[]>,
  output: string,
  options: ReadOptions,
  progress: Progress,
): Promise<void> {
  for (const [name, inputs] of sessions) {
    progress.begin(`reading session ${JSON.stringify(name)}`);
    const sum = await readInputs({ ...options, inputs, progress });
    const folder = sessionDirectoryOf(output, name);
    makeDirectory(folder);
    await write(sum, folder, options, progress);
  }
}

async function write(
  { totals, header, parts }: ReadInputs,
  folder: string,
  { signal }: ReadOptions,
  progress: Progress,
): Promise<void> {
  progress.begin('writing files');
  const options = { total: totals.metas.size, onProgress: progress.update };
  const step = createProgressStep({ ...options, ...(signal ? { signal } : {}) });
  await writeTotals(folder, totals, { header, parts, step });
  signal?.throwIfAborted();
}
