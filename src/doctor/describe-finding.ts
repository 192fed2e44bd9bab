/** Formats findings: the only code that turns their data into sentences. */
import type { Descriptions, FindingText } from './check.js';
import { CHECKS } from './checks.js';
import { ABORTED_CHECK_DESCRIPTIONS, type AnyFinding } from './run-checks.js';

const DESCRIPTIONS = Object.assign(
  {},
  ABORTED_CHECK_DESCRIPTIONS,
  ...CHECKS.map(({ describe }) => describe),
) as Descriptions<AnyFinding>;

/** Returns how grave a finding is, what was found and what to do about it. */
export function describeFinding(finding: AnyFinding): FindingText {
  // TypeScript cannot see that the function belongs to the kind of this very finding.
  const describe = DESCRIPTIONS[finding.kind] as (finding: AnyFinding) => FindingText;
  return describe(finding);
}
