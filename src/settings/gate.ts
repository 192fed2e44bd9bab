/** `MANUAL_INTEGRATION`: the gate. Without it a test main is pending and does not load the app. */
import type { Environment } from './environment.js';
import { flagOf } from './flag.js';

export const GATE_VARIABLE = 'MANUAL_INTEGRATION';

/**
 * Returns whether test mains may run.
 *
 * @throws SettingError for a value that is neither yes nor no
 */
export function isGateOpen(environment: Environment): boolean {
  return flagOf(environment, GATE_VARIABLE, { yes: 'to run', no: 'to stay pending' });
}
