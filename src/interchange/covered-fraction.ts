/** Computes statement coverage as one number. */
import type { FileCoverageData } from 'istanbul-lib-coverage';

/**
 * Added before truncation, because 57/100 as a binary number is slightly too small. No code has so many statements that
 * this would change a correct decimal.
 */
const ROUNDING = 1e-9;

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
  return (Math.floor(fraction * 10_000 + ROUNDING) / 10_000).toFixed(4);
}
