/** `MANUAL_INTEGRATION`: without it a test main is pending and loads nothing of the app. */
import type { Environment } from './environment.js';
import { flagOf } from './flag.js';

export const GATE = 'MANUAL_INTEGRATION';

/**
 * Whether test mains may run.
 *
 * @throws SettingError for a value that is neither a yes nor a no
 */
export function isGateOpen(environment: Environment): boolean {
  return flagOf(environment, GATE, { yes: 'to run', no: 'to stay pending' });
}
