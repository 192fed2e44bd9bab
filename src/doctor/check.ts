/** The types that all checks of `covermain doctor` share, and the functions that build their texts. */
import type { Facts } from './evidence/facts.js';

/** `problem`: executed code is not counted. `warning`: code may not be counted, or something else is lost. */
export type FindingState = 'ok' | 'warning' | 'problem';

/**
 * A fact that a check has found, as data. No two checks share a `kind`. The other fields are not named `check`, `state`,
 * `found` or `remedy`: `covermain doctor --json` prints those next to them.
 */
export interface FindingRecord {
  readonly kind: string;
}

/** A finding as people read it. */
export interface FindingText {
  readonly state: FindingState;
  /** One line of facts: numbers, paths, versions. */
  readonly found: string;
  /** Action that resolves it; `null` for `ok`. */
  readonly remedy: string | null;
}

/** For each kind of a check's findings, the function that formats it. */
export type Descriptions<Found extends FindingRecord> = {
  readonly [Kind in Found['kind']]: (finding: OfKind<Found, Kind>) => FindingText;
};

/** The members of a union that may have a kind. `Extract` would drop members with several kinds. */
type OfKind<Found extends FindingRecord, Kind> = Found extends unknown
  ? Kind extends Found['kind']
    ? Found
    : never
  : never;

export interface Check<Found extends FindingRecord> {
  /** Name that findings are listed under. */
  readonly name: string;
  /** Returns at least one finding, the gravest first. An error that it throws is reported as a finding, too. */
  readonly examine: (facts: Facts) => Promise<readonly Found[]>;
  readonly describe: Descriptions<Found>;
}

export function ok(found: string): FindingText {
  return { state: 'ok', found, remedy: null };
}

export function warning(found: string, remedy: string): FindingText {
  return { state: 'warning', found, remedy };
}

export function problem(found: string, remedy: string): FindingText {
  return { state: 'problem', found, remedy };
}

/** Returns the findings, or the other finding if there are none. */
export function findingsOr<Found extends FindingRecord>(
  findings: readonly Found[],
  otherwise: Found,
): readonly Found[] {
  return findings.length > 0 ? findings : [otherwise];
}
