/** `covermain intersect A B… -o OUT`: keeps what all inputs executed, with the counts of the first. */
import { intersectTotals } from '../profile/versions/set-operations.js';
import type { MergeCommandOptions } from './merge.js';
import { runSetOperation } from './set-operation.js';

/** Writes the intersection. Returns and throws as `runSetOperation`. */
export function intersectCommand(options: MergeCommandOptions): Promise<number> {
  return runSetOperation(options, intersectTotals);
}
