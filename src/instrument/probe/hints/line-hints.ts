/** Line hints of c8 and V8. */

/** Returns the 1-based numbers of the lines that c8 excludes, by the rules of v8-to-istanbul 9. */
export function readIgnoredLines(lines: readonly string[]): ReadonlySet<number> {
  const ignored = new Set<number>();
  let isBlockIgnored = false;
  let remainingLines = 0;
  lines.forEach((text, index) => {
    if (remainingLines > 0 || isBlockIgnored) ignored.add(index + 1);
    if (remainingLines > 0) remainingLines -= 1;
    const hint = readLineHint(text);
    if (!hint) return;
    ignored.add(index + 1);
    isBlockIgnored = hint.isBlockIgnored ?? isBlockIgnored;
    remainingLines = hint.nextLines;
  });
  return ignored;
}

interface LineHint {
  /** Whether the hint starts (`true`) or ends (`false`) a range of excluded lines. */
  readonly isBlockIgnored?: boolean;
  /** Number of following lines that the hint excludes. */
  readonly nextLines: number;
}

/**
 * Returns the hint of a line. If a line has several hints, the first one in the order below applies. A hint after code
 * excludes only its own line.
 */
function readLineHint(text: string): LineHint | undefined {
  const [leadingHint, count] = /^\W*\/\* (?:[cv]8|node:coverage) ignore next(?: (\d+))?/.exec(text) ?? [];
  if (leadingHint !== undefined) return { nextLines: Number(count ?? 1) };
  if (/\/\* (?:[cv]8|node:coverage) ignore next/.test(text)) return { nextLines: 0 };
  const [, mode] =
    /\/\* [cv|]8 ignore (start|stop)/.exec(text) ?? /\/\* node:coverage (enable|disable)/.exec(text) ?? [];
  return mode === undefined
    ? undefined
    : { isBlockIgnored: mode === 'start' || mode === 'disable', nextLines: 0 };
}
