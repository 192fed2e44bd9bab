/** `covermain doctor`: why coverage is empty, or lower than was thought. */

import { type FindingState, runChecks } from '../doctor/index.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Environment } from '../settings/index.js';
import { type Colors, NO_COLORS } from './colors.js';
import type { DoctorDocument } from './documents.js';
import { alignRows } from './format.js';

export interface DoctorOptions {
  /** Profile directories. @default the newest of the project */
  readonly inputs: readonly string[];
  /** Whether one JSON document is printed in place of lines for people. */
  readonly json?: boolean;
  /** Any folder of the project. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Where a line of the result goes. */
  readonly print: (line: string) => void;
  /** Colours of stdout. @default none */
  readonly colors?: Colors;
}

/**
 * A line for each finding, its remedy below it. With `--json` an array of `NamedFinding`.
 *
 * @returns the exit code: 1 where there is a problem
 */
export async function doctorCommand(options: DoctorOptions): Promise<number> {
  const { json, print, colors = NO_COLORS } = options;
  const findings: DoctorDocument = await runChecks(options);
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (json) {
    print(JSON.stringify(findings, undefined, 2));
  } else {
    printLines(findings, print, colors);
    print(`${pluralize(problems, 'problem')}, ${pluralize(warnings, 'warning')}`);
  }
  return problems > 0 ? 1 : 0;
}

const STATE_COLORS: Readonly<Record<FindingState, 'green' | 'yellow' | 'red'>> = {
  ok: 'green',
  warning: 'yellow',
  problem: 'red',
};

function printLines(findings: DoctorDocument, print: (line: string) => void, colors: Colors): void {
  const rows = findings.map(({ state, check, found }) => [
    colors[STATE_COLORS[state]](state),
    check,
    oneLine(found),
  ]);
  for (const [index, line] of alignRows(rows).entries()) {
    print(line);
    const remedy = findings[index]?.remedy;
    if (remedy) print(`${' '.repeat(INDENT)}→ ${oneLine(remedy)}`);
  }
}

/** Behind the marks. */
const INDENT = 'problem  '.length;

/** Messages of other programs may have more. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
