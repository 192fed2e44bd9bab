/**
 * Draws lines on a terminal in place, as `docker stats` does. What the terminal showed before stays above them.
 *
 * Each drawing is one write, so that the terminal does not flicker. It switches automatic wrapping off and on again: the
 * terminal itself cuts long lines, because only the terminal knows how wide it shows a character.
 */
import { formatColoredLine } from '../commands/colors.js';
import type { Screen } from '../commands/screen.js';

const ESCAPE = '\x1b[';
const HIDE_CURSOR = `${ESCAPE}?25l`;
const SHOW_CURSOR = `${ESCAPE}?25h`;
const NO_WRAPPING = `${ESCAPE}?7l`;
const WRAPPING = `${ESCAPE}?7h`;
const CLEAR_LINE = `${ESCAPE}2K`;
const CLEAR_BELOW = `${ESCAPE}J`;
const CLEAR_ALL = `${ESCAPE}2J${ESCAPE}H`;

/** Rows of a terminal that does not know its size. */
const DEFAULT_ROWS = 24;

/** Opens a screen on stdout; `undefined` if stdout is no terminal, or one that cannot move its cursor. */
export function openScreen(): Screen | undefined {
  if (!process.stdout.isTTY || process.env.TERM === 'dumb') return undefined;
  let current: readonly string[] = [];
  /** Number of rows above the cursor that belong to the screen. */
  let rows = 0;
  const write = (codes: string) => process.stdout.write(codes);
  const draw = (lines: readonly string[]) => {
    current = lines;
    const shown = fitRows(lines, process.stdout.rows || DEFAULT_ROWS);
    const up = rows > 0 ? `${ESCAPE}${rows}A` : '';
    const text = shown.map((line) => `${CLEAR_LINE}${formatColoredLine(line)}\r\n`).join('');
    write(`${HIDE_CURSOR}${NO_WRAPPING}\r${up}${text}${CLEAR_BELOW}${WRAPPING}`);
    rows = shown.length;
  };
  /** A terminal that has become narrower may have wrapped the lines, so their rows are unknown. */
  const onResize = () => {
    write(CLEAR_ALL);
    rows = 0;
    draw(current);
  };
  const onStop = () => {
    write(SHOW_CURSOR);
    process.kill(process.pid, 'SIGSTOP');
  };
  /** The shell has printed below the lines meanwhile. */
  const onContinue = () => {
    rows = 0;
    draw(current);
  };
  // Ctrl+C is shown as ^C on the row of the cursor.
  const restore = () => write(`\r${CLEAR_BELOW}${SHOW_CURSOR}`);
  process.stdout.on('resize', onResize);
  process.on('SIGTSTP', onStop);
  process.on('SIGCONT', onContinue);
  process.on('exit', restore);
  return {
    draw,
    close() {
      process.stdout.off('resize', onResize);
      process.off('SIGTSTP', onStop);
      process.off('SIGCONT', onContinue);
      process.off('exit', restore);
      restore();
    },
  };
}

/**
 * Returns the lines that fit on a terminal. The cursor needs a row below them: a terminal that scrolls would move lines to
 * where they cannot be replaced.
 */
export function fitRows(lines: readonly string[], rows: number): readonly string[] {
  const space = Math.max(1, rows - 1);
  if (lines.length <= space) return lines;
  const shown = lines.slice(0, space - 1);
  return [...shown, `… ${lines.length - shown.length} more lines`];
}
