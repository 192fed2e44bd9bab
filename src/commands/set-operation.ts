/** What `subtract` and `intersect` share: operands, each of one input, and a profile directory for the result. */
import { resolve } from 'node:path';
import { requireNoOutput, writeOutputDirectory } from '../collect/output-directory.js';
import { type ReadInputs, readInputs } from '../collect/read-inputs.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Totals } from '../profile/model/totals.js';
import { writeTotals } from '../profile/store/write-totals.js';
import type { MergeOptions } from './merge.js';
import { resolveRoots } from './reading-options.js';

export type SetOperation = (first: Totals, others: readonly Totals[]) => Totals;

/** @returns the exit code. @throws as `merge` */
export async function runSetOperation(options: MergeOptions, operation: SetOperation): Promise<number> {
  const { output, inputs, cwd, logLine } = options;
  const directory = resolve(cwd, output);
  requireNoOutput(directory);
  const reading = resolveRoots(options);
  const operands: ReadInputs[] = [];
  for (const input of inputs) operands.push(await readInputs({ ...reading, inputs: [input] }));
  const [first, ...others] = operands;
  if (!first) return 0; // the command line asks for two or more
  const totals = operation(
    first.totals,
    others.map((other) => other.totals),
  );
  options.signal?.throwIfAborted();
  await writeOutputDirectory(directory, (folder) => writeTotals(folder, totals, { header: first.header }));
  logLine(`${output}: ${pluralize(totals.metas.size, 'file')}`);
  return 0;
}
