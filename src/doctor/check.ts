/** What all checks of `covermain doctor` have in common: they look at facts of a project, and say what they found. */
import type { Facts } from './facts.js';

/** `problem`: code that runs is not counted. `warning`: it may be, or something is lost beside the counts. */
export type FindingState = 'ok' | 'warning' | 'problem';

export interface Finding {
  readonly state: FindingState;
  /** One line of facts: numbers, paths, versions. */
  readonly found: string;
  /** What to do about it; `null` where all is well. */
  readonly remedy: string | null;
}

export interface Check {
  /** What findings are listed by. */
  readonly name: string;
  /** One finding or more, the gravest first. Whatever it throws is a finding, too. */
  readonly look: (facts: Facts) => Promise<readonly Finding[]>;
}

export function ok(found: string): Finding {
  return { state: 'ok', found, remedy: null };
}

export function warning(found: string, remedy: string): Finding {
  return { state: 'warning', found, remedy };
}

export function problem(found: string, remedy: string): Finding {
  return { state: 'problem', found, remedy };
}

/** What is wrong, or that nothing is. */
export function orOk(findings: readonly Finding[], found: string): readonly Finding[] {
  return findings.length > 0 ? findings : [ok(found)];
}
