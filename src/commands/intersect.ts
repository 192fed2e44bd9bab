/** `covermain intersect A B… -o OUT`: what all of them ran, with the counts of the first. */
import { intersect as intersectTotals } from '../profile/set-operations.js';
import type { MergeOptions } from './merge.js';
import { operate } from './set-operation.js';

/** @returns the exit code. @throws as `merge` */
export function intersect(options: MergeOptions): Promise<number> {
  return operate(options, intersectTotals);
}
