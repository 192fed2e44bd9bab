/** How many of so many lines ran. */
import type { Share } from '../summary.js';

export interface LineShare extends Share {
  /** With one decimal, cut and not rounded: only all of them are 100. `null` where there are none. */
  readonly percent: number | null;
}

export function shareOf(covered: number, total: number): LineShare {
  return { covered, total, percent: total === 0 ? null : Math.floor((1000 * covered) / total) / 10 };
}
