/** Runs all checks, whatever happens to one of them. */
import { CovermainError, messageOf } from '../platform/errors.js';
import { type Descriptions, problem, warning } from './check.js';
import { CHECKS, type CheckFinding } from './checks.js';
import { type FactsOptions, gatherFacts } from './evidence/facts.js';

/** A check that threw an error. */
export type AbortedCheckFinding =
  /** Another check reports the cause, such as an unreadable configuration. */
  | { readonly kind: 'check-skipped'; readonly code: string; readonly reason: string }
  | { readonly kind: 'check-failed'; readonly reason: string };

export type AnyFinding = CheckFinding | AbortedCheckFinding;

export interface CheckResult {
  /** Name of the check. */
  readonly check: string;
  readonly finding: AnyFinding;
}

/** Returns the findings of all checks, which run one after another. @throws CovermainError `INPUT_NOT_FOUND` */
export async function runChecks(options: FactsOptions): Promise<readonly CheckResult[]> {
  const facts = await gatherFacts(options);
  const results: CheckResult[] = [];
  for (const check of CHECKS) {
    const findings: readonly AnyFinding[] = await check
      .examine(facts)
      .catch((error: unknown) => [describeAbort(error)]);
    results.push(...findings.map((finding) => ({ check: check.name, finding })));
  }
  return results;
}

function describeAbort(error: unknown): AbortedCheckFinding {
  const reason = messageOf(error);
  return error instanceof CovermainError
    ? { kind: 'check-skipped', code: error.code, reason }
    : { kind: 'check-failed', reason };
}

export const ABORTED_CHECK_DESCRIPTIONS: Descriptions<AbortedCheckFinding> = {
  'check-skipped': ({ reason }) => warning(`This check could not run: ${reason}`, 'Fix that first.'),
  'check-failed': ({ reason }) => problem(`This check failed: ${reason}`, 'Fix that first.'),
};
