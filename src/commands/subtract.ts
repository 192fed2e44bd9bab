/** `covermain subtract A B… -o OUT`: keeps what the first input executed and the others did not. */
import { subtractTotals } from '../profile/versions/set-operations.js';
import type { MergeCommandOptions } from './merge.js';
import { runSetOperation } from './set-operation.js';

/** Writes the difference. Returns and throws as `runSetOperation`. */
export function subtractCommand(options: MergeCommandOptions): Promise<number> {
  return runSetOperation(options, subtractTotals);
}
