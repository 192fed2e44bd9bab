/** How much of the code ran, as one number. */
import type { FileCoverageData } from 'istanbul-lib-coverage';

/** As a binary number, 57/100 is a little less. No code has so many statements that this would raise a decimal wrongly. */
const ROUNDING = 1e-9;

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
  return (Math.floor(share * 10_000 + ROUNDING) / 10_000).toFixed(4);
}
