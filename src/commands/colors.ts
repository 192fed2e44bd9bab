/** Colours of what commands print. */
import picocolors from 'picocolors';
import type { Colors } from 'picocolors/types.js';
import { formatPercent, type Ratio, toPercentRatio } from '../report/ratio.js';

export type { Colors };

/** Leaves every text as it is. */
export const NO_COLORS: Colors = picocolors.createColors(false);

/** Percentages below `low` are red, those from `high` on green, those between them yellow. */
export type ColorLimits = readonly [low: number, high: number];

/** Istanbul's default watermarks. */
const DEFAULT_LIMITS: ColorLimits = [50, 80];

/**
 * Returns a function that formats a ratio as a percentage in the colour that Istanbul's reports give it.
 *
 * @param limits watermarks of `.nycrc` @default Istanbul's
 */
export function createPercentFormatter(
  colors: Colors,
  [low, high]: ColorLimits = DEFAULT_LIMITS,
): (ratio: Ratio) => string {
  return (ratio) => {
    const percent = toPercentRatio(ratio).percent ?? 100;
    const text = formatPercent(ratio);
    if (percent < low) return colors.red(text);
    return percent < high ? colors.yellow(text) : colors.green(text);
  };
}
