/** `covermain intersect A B… -o OUT`: what all of them ran, with the counts of the first. */
import { intersectTotals } from '../profile/versions/set-operations.js';
import type { MergeOptions } from './merge.js';
import { runSetOperation } from './set-operation.js';

/** @returns the exit code. @throws as `merge` */
export function intersectCommand(options: MergeOptions): Promise<number> {
  return runSetOperation(options, intersectTotals);
}
