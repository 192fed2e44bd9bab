/** `covermain subtract A B… -o OUT`: what the first ran, and none of the others did. */
import { subtract as subtractTotals } from '../profile/set-operations.js';
import type { MergeOptions } from './merge.js';
import { operate } from './set-operation.js';

/** @returns the exit code. @throws as `merge` */
export function subtract(options: MergeOptions): Promise<number> {
  return operate(options, subtractTotals);
}
