/** `covermain doctor` as a command, and single checks of it, on projects that are broken on purpose. */
import assert from 'node:assert/strict';
import type { Check, Finding, FindingState } from '../../src/doctor/check.js';
import { gatherFacts } from '../../src/doctor/facts.js';
import type { NamedFinding } from '../../src/doctor/index.js';
import { startCovermain } from './program.js';
import type { Project } from './project.js';

type Environment = Readonly<Record<string, string>>;

export interface Diagnosis {
  readonly exitCode: number;
  readonly findings: readonly NamedFinding[];
}

/** What the command finds. */
export async function diagnose(
  project: Project,
  env: Environment = {},
  args: readonly string[] = [],
): Promise<Diagnosis> {
  const program = startCovermain(project, ['doctor', '--json', ...args], { env });
  const exitCode = await program.exitCode;
  assert.match(program.stdout(), /^\[/, program.output());
  return { exitCode, findings: JSON.parse(program.stdout()) as readonly NamedFinding[] };
}

/** What a single check finds, in this process. */
export function findingsOf(
  check: Check,
  project: Project,
  environment: Environment = {},
): Promise<readonly Finding[]> {
  return check.look(gatherFacts({ inputs: [], cwd: project.root, environment }));
}

/** Whether a check has such a finding, and a remedy beside it where it is not well. */
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
  if (state === 'ok') assert.equal(match.remedy, null);
  else assert.match(match.remedy ?? '', remedy);
}
