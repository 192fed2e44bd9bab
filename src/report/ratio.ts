/** So many of so many, as programs and people read it. */
import { cutDecimals } from '../platform/cut-decimals.js';

export interface Ratio {
  readonly covered: number;
  readonly total: number;
}

export interface PercentRatio extends Ratio {
  /** With one decimal, cut and not rounded: only all of them are 100. `null` where there are none. */
  readonly percent: number | null;
}

export function toPercentRatio({ covered, total }: Ratio): PercentRatio {
  return { covered, total, percent: total === 0 ? null : cutDecimals((100 * covered) / total, 1) };
}

/** The same for people: `90.9%`. What has nothing to cover is `100.0%`, as Istanbul has it. */
export function formatPercent(share: Ratio): string {
  return `${(toPercentRatio(share).percent ?? 100).toFixed(1)}%`;
}
