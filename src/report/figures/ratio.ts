/** Ratios of covered items to all items, for programs and for people. */
import { cutDecimals } from '../../platform/cut-decimals.js';

export interface Ratio {
  readonly covered: number;
  readonly total: number;
}

export interface PercentRatio extends Ratio {
  /** Percentage with one decimal, truncated so that only full coverage is 100; `null` if the total is 0. */
  readonly percent: number | null;
}

export function toPercentRatio({ covered, total }: Ratio): PercentRatio {
  return { covered, total, percent: total === 0 ? null : cutDecimals((100 * covered) / total, 1) };
}

/** Returns the percentage for people, such as `90.9%`. A total of 0 is `100.0%`, as in Istanbul's reports. */
export function formatPercent(ratio: Ratio): string {
  return `${(toPercentRatio(ratio).percent ?? 100).toFixed(1)}%`;
}
