/** `covermain subtract A B… -o OUT`: what the first ran, and none of the others did. */
import { subtractTotals } from '../profile/versions/set-operations.js';
import type { MergeOptions } from './merge.js';
import { runSetOperation } from './set-operation.js';

/** @returns the exit code. @throws as `merge` */
export function subtractCommand(options: MergeOptions): Promise<number> {
  return runSetOperation(options, subtractTotals);
}
