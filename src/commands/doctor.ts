/** `covermain doctor`: diagnoses missing or unexpectedly low coverage. */

import { describeFinding, type FindingState, runChecks } from '../doctor/index.js';
import { pluralize } from '../platform/plural-forms.js';
import { toOneLine } from '../platform/to-one-line.js';
import type { Environment } from '../settings/index.js';
import { type Colors, NO_COLORS } from './colors.js';
import type { DoctorDocument } from './documents.js';
import { alignRows } from './format.js';
import { type Print, printJson } from './print.js';

export interface DoctorOptions {
  /** Profile directories. @default the newest of the project */
  readonly inputs: readonly string[];
  /** Whether to print one JSON document instead of lines for people. */
  readonly json?: boolean;
  /** Absolute path of any directory of the project. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Prints one line to stdout. */
  readonly print: Print;
  /** Colours of stdout. @default none */
  readonly colors?: Colors;
}

/**
 * Prints a line for each finding, with its remedy below. With `--json` prints an array of objects: `check`, `state`,
 * `found` and `remedy`, then the `kind` of the finding and its data.
 *
 * @returns the exit code: 1 if there is a problem
 */
export async function doctorCommand(options: DoctorOptions): Promise<number> {
  const { json, print, colors = NO_COLORS } = options;
  const findings: DoctorDocument = (await runChecks(options)).map(({ check, finding }) => ({
    check,
    ...describeFinding(finding),
    ...finding,
  }));
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (json) {
    printJson(print, findings);
  } else {
    printFindings(findings, print, colors);
    print(`${pluralize(problems, 'problem')}, ${pluralize(warnings, 'warning')}`);
  }
  return problems > 0 ? 1 : 0;
}

const STATE_COLORS: Readonly<Record<FindingState, 'green' | 'yellow' | 'red'>> = {
  ok: 'green',
  warning: 'yellow',
  problem: 'red',
};

function printFindings(findings: DoctorDocument, print: Print, colors: Colors): void {
  const rows = findings.map(({ state, check, found }) => [
    colors[STATE_COLORS[state]](state),
    check,
    toOneLine(found),
  ]);
  for (const [index, line] of alignRows(rows).entries()) {
    print(line);
    const remedy = findings[index]?.remedy;
    if (remedy) print(`${' '.repeat(INDENT)}→ ${toOneLine(remedy)}`);
  }
}

/** Width of the column of states. */
const INDENT = 'problem  '.length;
