/** The rounding rule of all coverage numbers. */

/**
 * Compensates for binary fractions: 57/100 is stored as slightly less than 0.57. A fraction of less than a billion
 * statements is never this close below the next decimal, so the correction cannot raise a digit wrongly.
 */
const CORRECTION = 1e-9;

/**
 * Cuts a number after some decimals, as Istanbul does, instead of rounding it: only complete coverage is 100%.
 *
 * @param value 0 or more
 */
export function cutDecimals(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.floor(value * scale + CORRECTION) / scale;
}
