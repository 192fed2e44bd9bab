/** `covermain subtract A B… -o OUT`: keeps what the first input executed and the others did not. */
import { subtractTotals } from '../profile/versions/set-operations.js';
import type { MergeOptions } from './merge.js';
import { runSetOperation } from './set-operation.js';

/** Writes the difference. Returns and throws as `runSetOperation`. */
export function subtractCommand(options: MergeOptions): Promise<number> {
  return runSetOperation(options, subtractTotals);
}
