/** `INTEGRATION_COVERAGE`: whether `covermain/integration` measures the programs that tests start. */
import type { Environment } from './environment.js';
import { flagOf } from './flag.js';

export const INTEGRATION_VARIABLE = 'INTEGRATION_COVERAGE';

/**
 * Returns whether the programs are measured.
 *
 * @throws SettingError for a value that is neither yes nor no
 */
export function isIntegrationOn(environment: Environment): boolean {
  return flagOf(environment, INTEGRATION_VARIABLE, {
    yes: 'to measure the programs that tests start',
    no: 'to run the tests without coverage',
  });
}
