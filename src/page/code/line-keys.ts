/** Which line a key selects, and which lines are visible. */

/** Height of a line in pixels, the same as `--line-height`. */
export const LINE_HEIGHT = 20;

export interface KeyContext {
  /** Selected line, from 1; `null` for none. */
  readonly selected: number | null;
  /** Element that scrolls the lines. */
  readonly scroller: HTMLElement | null;
  /** Number of lines. */
  readonly count: number;
}

/** Returns the first line, from 1, that is wholly visible. */
export function firstVisibleLine(scroller: HTMLElement | null): number {
  return Math.ceil((scroller?.scrollTop ?? 0) / LINE_HEIGHT) + 1;
}

/** Scrolls as little as possible such that a line, from 1, is wholly visible. */
export function keepVisible(scroller: HTMLElement, line: number): void {
  const bottom = line * LINE_HEIGHT;
  const highest = bottom - scroller.clientHeight;
  if (scroller.scrollTop < highest) scroller.scrollTop = highest;
  else if (scroller.scrollTop > bottom - LINE_HEIGHT) scroller.scrollTop = bottom - LINE_HEIGHT;
}

/** Returns the line that a key selects; `undefined` for other keys. */
export function lineAfterKey(key: string, { selected, scroller, count }: KeyContext): number | undefined {
  const page = Math.max(Math.floor((scroller?.clientHeight ?? 0) / LINE_HEIGHT) - 1, 1);
  const first = Math.min(firstVisibleLine(scroller), count);
  const move = (by: number) => (selected === null ? first : Math.min(Math.max(selected + by, 1), count));
  if (key === 'ArrowDown') return move(1);
  if (key === 'ArrowUp') return move(-1);
  if (key === 'PageDown') return move(page);
  if (key === 'PageUp') return move(-page);
  if (key === 'Home') return 1;
  if (key === 'End') return count;
  if (key === 'Enter') return selected ?? first;
  return undefined;
}
