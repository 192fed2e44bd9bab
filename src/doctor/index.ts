/** Diagnoses missing or unexpectedly low coverage. `checks.ts` lists the checks. */
export type { FindingState, FindingText } from './check.js';
export { describeFinding } from './describe-finding.js';
export { type AnyFinding, type CheckResult, runChecks } from './run-checks.js';
