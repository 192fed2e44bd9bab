/** Texts of `--help` about the settings. */
import { GATE_VARIABLE } from './gate.js';
import type { Setting } from './table.js';

/** The section of the help that lists what no flag sets. */
export const ENVIRONMENT_HELP = `Environment:
  ${GATE_VARIABLE}=1  run the test mains (without it they are pending)
  Each flag above overrides the variable in parentheses.`;

/** Returns the help of a setting's flag: what it does, its variable and its default. */
export function describeFlag({ description, variable, default: unset }: Setting): string {
  return `${description} (${variable}; default: ${unset})`;
}
