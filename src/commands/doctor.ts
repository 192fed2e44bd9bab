/** `covermain doctor`: diagnoses missing or unexpectedly low coverage. */

import { type CheckResult, describeFinding, type FindingText, runChecks } from '../doctor/index.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Environment } from '../settings/index.js';
import { alignRows } from './format.js';

export interface DoctorOptions {
  /** Profile directories. @default the newest of the project */
  readonly inputs: readonly string[];
  /** Whether to print one JSON document instead of lines for people. */
  readonly json?: boolean;
  /** Absolute path of any directory of the project. */
  readonly cwd: string;
  readonly environment: Environment;
  /** Prints one line to stdout. */
  readonly print: (line: string) => void;
}

type ReportedFinding = CheckResult & FindingText;

/**
 * Prints a line for each finding, with its remedy below. With `--json` prints an array of objects: `check`, `state`,
 * `found` and `remedy`, then the `kind` of the finding and its data.
 *
 * @returns the exit code: 1 if there is a problem
 */
export async function doctorCommand(options: DoctorOptions): Promise<number> {
  const { json, print } = options;
  const findings = (await runChecks(options)).map(({ check, finding }) => ({
    check,
    finding,
    ...describeFinding(finding),
  }));
  const problems = findings.filter(({ state }) => state === 'problem').length;
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  if (json) {
    print(JSON.stringify(findings.map(toJson), undefined, 2));
  } else {
    printLines(findings, print);
    print(`${pluralize(problems, 'problem')}, ${pluralize(warnings, 'warning')}`);
  }
  return problems > 0 ? 1 : 0;
}

function toJson({ check, state, found, remedy, finding }: ReportedFinding): object {
  return { check, state, found, remedy, ...finding };
}

function printLines(findings: readonly ReportedFinding[], print: (line: string) => void): void {
  const rows = findings.map(({ state, check, found }) => [state, check, toOneLine(found)]);
  for (const [index, line] of alignRows(rows).entries()) {
    print(line);
    const remedy = findings[index]?.remedy;
    if (remedy) print(`${' '.repeat(INDENT)}→ ${toOneLine(remedy)}`);
  }
}

/** Width of the column of states. */
const INDENT = 'problem  '.length;

/** Joins lines, because messages of other programs may have several. */
function toOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
