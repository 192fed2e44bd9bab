/** Texts of `--help` about the settings. */
import { GATE_VARIABLE } from './gate.js';
import type { Setting } from './table.js';

/** The section of the help that lists what no flag sets. */
export const ENVIRONMENT_HELP = `Environment:
  ${GATE_VARIABLE}=1  open the window without a question (0: leave the tests pending)
  Flags override the variables in parentheses, and those override covermain.config.ts.`;

/** Returns the help of a setting's flag: what it does, its variable and its default. */
export function describeFlag({ description, variable, default: unset }: Setting): string {
  return `${description} (${variable}; default: ${unset})`;
}
