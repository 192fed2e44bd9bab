/** Adds profiles up into one profile directory, and their sessions, too. */
import { resolve } from 'node:path';
import { requireNoOutput, writeOutputDirectory } from '../collect/output-directory.js';
import type { Progress } from '../collect/progress.js';
import { createProgressStep } from '../collect/progress-step.js';
import { type ReadInputs, type ReadOptions, readInputs } from '../collect/read-inputs.js';
import { findSessions } from '../collect/sessions.js';
import { quoteText } from '../platform/escape-terminal.js';
import { sessionDirectoryOf } from '../profile/store/session-directories.js';
import { makeDirectory } from '../profile/store/write-profile.js';
import { writeTotals } from '../profile/store/write-totals.js';
import { requireOption } from './check-options.js';
import type { MergeDocument } from './documents.js';
import { countFiles, countProfiles } from './merged-counts.js';
import type { MergeOptions } from './options.js';
import { completeOptions, type OperationContext, resolveRoots } from './reading-options.js';

/**
 * Adds profiles up into a new profile directory. If it fails or is aborted, it leaves nothing.
 *
 * @throws CovermainError `SETTING_INVALID` for invalid or missing options, `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`, and as `readInputs`
 */
export async function mergeProfiles(given: MergeOptions & OperationContext): Promise<MergeDocument> {
  const { warnings, ...completed } = completeOptions(given);
  requireOption(given, 'inputs', 'one profile or more');
  requireOption(given, 'output', 'the directory to create');
  const { cwd, progress } = completed;
  const output = resolve(cwd, given.output);
  requireNoOutput(output);
  const reading = { ...resolveRoots(completed), keepsOwnRoot: true };
  const sum = await readInputs(reading);
  const options = { ...reading, root: sum.root };
  const sessions = findSessions(sum.inputs);
  try {
    await writeOutputDirectory(output, async (temporary) => {
      await writeSum(sum, temporary, options, progress);
      await mergeSessions(sessions, temporary, options, progress);
    });
  } finally {
    progress.close();
  }
  const [files, profiles] = [countFiles(sum.totals), countProfiles(sum.parts)];
  return { output, profiles, files, sessions: [...sessions.keys()], warnings };
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
    const sum = await readInputs({ ...options, inputs });
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
