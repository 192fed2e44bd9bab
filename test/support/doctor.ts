/** Runs `covermain doctor` or one of its checks on projects that are broken on purpose. */
import assert from 'node:assert/strict';
import type { FindingRecord, FindingState, FindingText } from '../../src/doctor/check.js';
import { type Facts, gatherFacts } from '../../src/doctor/evidence/facts.js';
import { startCovermain } from './program.js';
import type { Project } from './project.js';

type Environment = Readonly<Record<string, string>>;

/** A finding as `covermain doctor --json` prints it. */
export interface PrintedFinding extends FindingText, FindingRecord {
  readonly check: string;
}

export interface Diagnosis {
  readonly exitCode: number;
  readonly findings: readonly PrintedFinding[];
}

/** Runs `covermain doctor --json`. */
export async function diagnose(
  project: Project,
  env: Environment = {},
  args: readonly string[] = [],
): Promise<Diagnosis> {
  const program = startCovermain(project, ['doctor', '--json', ...args], { env });
  const exitCode = await program.exitCode;
  assert.match(program.stdout(), /^\[/, program.output());
  return { exitCode, findings: JSON.parse(program.stdout()) as readonly PrintedFinding[] };
}

/** Returns what a single check finds, run in this process. */
export async function findingsOf<Found extends FindingRecord>(
  check: { readonly examine: (facts: Facts) => Promise<readonly Found[]> },
  project: Project,
  environment: Environment = {},
): Promise<readonly Found[]> {
  return check.examine(await gatherFacts({ inputs: [], cwd: project.root, environment }));
}

/** Asserts that a check has such a finding, with a remedy unless it is `ok`. */
export function assertFound(
  { findings }: Pick<Diagnosis, 'findings'>,
  check: string,
  state: FindingState,
  found: RegExp,
  remedy = /./,
): void {
  const own = findings.filter((finding) => finding.check === check);
  const match = own.find((finding) => finding.state === state && found.test(finding.found));
  assert.ok(match, `${check} has no ${state} ${found}:\n${JSON.stringify(own, undefined, 2)}`);
  assert.match(match.kind, /^[a-z0-9-]+$/);
  if (state === 'ok') assert.equal(match.remedy, null);
  else assert.match(match.remedy ?? '', remedy);
}
