/** How much of the code ran, as one number. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { cutDecimals } from '../platform/cut-decimals.js';

/** The share of statements that ran, from 0 to 1; 0 where there are none. */
export function coveredFraction(map: Readonly<Record<string, Pick<FileCoverageData, 's'>>>): number {
  const counts = Object.values(map).flatMap(({ s }) => Object.values(s));
  return counts.length === 0 ? 0 : counts.filter((count) => count > 0).length / counts.length;
}

/**
 * Four decimals, `0.6176`. Cut and not rounded, as Istanbul's percentages are: only what ran as a whole is `1.0000`,
 * and the two never differ in their last digit.
 */
export function formatFraction(share: number): string {
  return cutDecimals(share, 4).toFixed(4);
}
