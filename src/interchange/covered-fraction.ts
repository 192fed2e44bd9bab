/** Computes statement coverage as one number. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { cutDecimals } from '../platform/cut-decimals.js';

/** Returns the fraction of statements that ran, from 0 to 1; 0 if there are no statements. */
export function coveredFraction(map: Readonly<Record<string, Pick<FileCoverageData, 's'>>>): number {
  const counts = Object.values(map).flatMap(({ s }) => Object.values(s));
  return counts.length === 0 ? 0 : counts.filter((count) => count > 0).length / counts.length;
}

/**
 * Formats a fraction with four decimals, such as `0.6176`. It is truncated, not rounded, as Istanbul's percentages
 * are: only full coverage is `1.0000`, and the digits always agree with Istanbul's.
 */
export function formatFraction(fraction: number): string {
  return cutDecimals(fraction, 4).toFixed(4);
}
