/** Runs `covermain subtract` and `covermain intersect`. Each input is one operand. */
import { resolve } from 'node:path';
import { requireNoOutput, writeOutputDirectory } from '../collect/output-directory.js';
import { readOperands } from '../collect/read-inputs.js';
import { countFiles, countProfiles } from '../operations/merged-counts.js';
import { collectWarnings, resolveRoots } from '../operations/reading-options.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Totals } from '../profile/model/totals.js';
import { writeTotals } from '../profile/store/write-totals.js';
import type { MergeCommandOptions } from './merge.js';
import { printMerge } from './merge-document.js';

export type SetOperation = (first: Totals, others: readonly Totals[]) => Totals;

/**
 * Applies an operation to the inputs and writes the result to a new profile directory. With `--json` it prints a
 * `MergeDocument`.
 *
 * @returns the exit code
 * @throws CovermainError as `mergeCommand`
 */
export async function runSetOperation(given: MergeCommandOptions, operation: SetOperation): Promise<number> {
  const { output, cwd, signal } = given;
  const directory = resolve(cwd, output);
  requireNoOutput(directory);
  const { logLine, warnings } = collectWarnings(given.logLine);
  const operands = await readOperands({ ...resolveRoots(given), keepsOwnRoot: true, logLine });
  const [first, ...others] = operands;
  if (!first) return 0; // The command line requires two inputs or more.
  const totals = operation(
    first.totals,
    others.map((other) => other.totals),
  );
  signal?.throwIfAborted();
  await writeOutputDirectory(directory, (temporary) =>
    writeTotals(temporary, totals, { header: first.header }),
  );
  const files = countFiles(totals);
  const profiles = countProfiles([...new Set(operands.flatMap(({ parts }) => parts))]);
  printMerge(
    given,
    { output: directory, profiles, files, sessions: [], warnings },
    `Wrote ${output}: ${pluralize(files, 'file')}`,
  );
  return 0;
}
