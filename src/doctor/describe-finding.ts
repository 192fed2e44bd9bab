/** Formats findings: the only code that turns their data into sentences. */
import type { Descriptions, FindingText } from './check.js';
import { CHECKS } from './checks.js';
import { ABORTED_CHECK_DESCRIPTIONS, type DoctorFinding } from './run-checks.js';

const DESCRIPTIONS = Object.assign(
  { text: (finding: FindingText) => finding },
  ABORTED_CHECK_DESCRIPTIONS,
  ...CHECKS.map(({ describe }) => describe),
) as Descriptions<DoctorFinding>;

/** Returns how grave a finding is, what was found and what to do about it. */
export function describeFinding(finding: DoctorFinding): FindingText {
  // TypeScript cannot see that the function belongs to the kind of this very finding.
  const describe = DESCRIPTIONS[finding.kind] as (finding: DoctorFinding) => FindingText;
  const { state, found, remedy } = describe(finding);
  return { state, found, remedy };
}
