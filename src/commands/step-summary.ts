/** Adds Markdown to the summary that GitHub Actions shows for a job. */
import { appendFileSync, closeSync, constants, fstatSync, openSync } from 'node:fs';
import { messageOf } from '../platform/errors.js';
import { O_NOCTTY, O_NONBLOCK } from '../platform/open-flags.js';
import { type Environment, readVariable } from '../settings/environment.js';

/** Variable in which GitHub names the file with the summary of the step. */
const SUMMARY_VARIABLE = 'GITHUB_STEP_SUMMARY';

/** GitHub shows no summary of a step whose file is larger. */
const MAXIMUM_BYTES = 2 ** 20;

export interface StepSummaryOptions {
  readonly environment: Environment;
  readonly logLine: (line: string) => void;
}

/**
 * Appends a section to the summary of the step, if the command runs in GitHub Actions. A failure is logged only: a summary must
 * not decide whether a job passes.
 */
export function addToStepSummary(markdown: string, { environment, logLine }: StepSummaryOptions): void {
  const path = readVariable(environment, SUMMARY_VARIABLE);
  if (path === undefined) return;
  try {
    appendSection(path, `\n${markdown}\n`);
  } catch (error) {
    logLine(`Cannot write the summary of this step to ${path} (${SUMMARY_VARIABLE}): ${messageOf(error)}`);
  }
}

/** Appends in one call, because several processes of a step may write at the same time. */
function appendSection(path: string, text: string): void {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | O_NONBLOCK | O_NOCTTY;
  const descriptor = openSync(path, flags, 0o644);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new Error('it is not a regular file');
    if (stats.size + Buffer.byteLength(text) > MAXIMUM_BYTES)
      throw new Error('it would be larger than 1 MiB, and GitHub would not show it');
    appendFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}
