/** Colours of what commands print. */
import picocolors from 'picocolors';
import { randomUUID } from '../platform/crypto.js';
import { toTerminalCell, toTerminalLine } from '../platform/escape-terminal.js';
import { formatPercent, type Ratio, toPercentRatio } from '../report/figures/ratio.js';

/**
 * Functions that colour a text. Their codes are sealed with a random text until the line is printed, because the same
 * codes may be part of a file name: only sealed codes become colours, and all others are escaped.
 */
export type Colors = Readonly<Record<ColorName, (text: string) => string>>;

const COLOR_NAMES = ['red', 'yellow', 'green'] as const;

type ColorName = (typeof COLOR_NAMES)[number];

let usedSeal: string | undefined;

/** Returns the random text. Commands without colours need none. */
function seal(): string {
  usedSeal ??= randomUUID();
  return usedSeal;
}

export function createColors(isEnabled: boolean): Colors {
  const colors = picocolors.createColors(isEnabled);
  return Object.fromEntries(COLOR_NAMES.map((name) => [name, sealColor(colors[name])])) as Colors;
}

function sealColor(color: (text: string) => string): (text: string) => string {
  const sealCode = (codes: string) => codes.replace(ESCAPE_CODE, (_, code: string) => `<${seal()} ${code}>`);
  const [open = '', close = ''] = color('|').split('|').map(sealCode);
  return (text) => open + text + close;
}

/** Escape code of a colour. */
const ESCAPE_CODE = new RegExp(`${String.fromCharCode(0x1b)}\\[(\\d+)m`, 'g');

/** Leaves every text as it is. */
export const NO_COLORS: Colors = createColors(false);

/** Returns a line as a terminal gets it: with the codes of its sealed colours, and everything else escaped. */
export function formatColoredLine(line: string): string {
  return mapText(line, toTerminalLine, (code) => `\x1b[${code}m`);
}

/** Returns a cell of a table with everything escaped but its sealed colours, and its width. */
export function formatCell(cell: string): { readonly text: string; readonly width: number } {
  return {
    text: mapText(cell, toTerminalCell, (code) => `<${seal()} ${code}>`),
    width: mapText(cell, toTerminalCell, () => '').length,
  };
}

/** Changes the parts of a text: those between sealed colours, and these. */
function mapText(text: string, change: (text: string) => string, unseal: (code: string) => string): string {
  if (usedSeal === undefined) return change(text);
  return text
    .split(new RegExp(`<${usedSeal} (\\d+)>`))
    .map((part, index) => (index % 2 === 0 ? change(part) : unseal(part)))
    .join('');
}

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
