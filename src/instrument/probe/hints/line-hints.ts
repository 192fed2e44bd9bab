/** The hints of c8 and V8 for lines. */

/** By 1-based number: the lines that c8 leaves out, by the rules of v8-to-istanbul 9. */
export function readIgnoredLines(lines: readonly string[]): ReadonlySet<number> {
  const ignored = new Set<number>();
  let isOff = false;
  let left = 0;
  lines.forEach((text, index) => {
    if (left > 0 || isOff) ignored.add(index + 1);
    if (left > 0) left -= 1;
    const hint = readLineHint(text);
    if (!hint) return;
    ignored.add(index + 1);
    isOff = hint.isOff ?? isOff;
    left = hint.next;
  });
  return ignored;
}

interface LineHint {
  /** Whether all is left out from here on, until it is not. */
  readonly isOff?: boolean;
  /** How many lines behind this one are left out. */
  readonly next: number;
}

/** Of several hints in a line the first of these counts; one behind code is for its own line. */
function readLineHint(text: string): LineHint | undefined {
  const [ownLine, count] = /^\W*\/\* (?:[cv]8|node:coverage) ignore next(?: (\d+))?/.exec(text) ?? [];
  if (ownLine !== undefined) return { next: Number(count ?? 1) };
  if (/\/\* (?:[cv]8|node:coverage) ignore next/.test(text)) return { next: 0 };
  const [, mode] =
    /\/\* [cv|]8 ignore (start|stop)/.exec(text) ?? /\/\* node:coverage (enable|disable)/.exec(text) ?? [];
  return mode === undefined ? undefined : { isOff: mode === 'start' || mode === 'disable', next: 0 };
}
