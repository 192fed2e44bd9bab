/** So many of so many, as documents for programs have it. */
import type { Share } from './summary.js';

export interface PercentShare extends Share {
  /** With one decimal, cut and not rounded: only all of them are 100. `null` where there are none. */
  readonly percent: number | null;
}

export function percentShareOf({ covered, total }: Share): PercentShare {
  return { covered, total, percent: total === 0 ? null : Math.floor((1000 * covered) / total) / 10 };
}
