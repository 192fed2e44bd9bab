/** Tests paths against the text of the filter. */

/**
 * Returns a test of paths: they contain the text, in any case. `*` matches within a name, `**` also across directories and `?`
 * one character; a text with any of them must match the path from the start of a name to its end, or to a `/`.
 * Returns `undefined` for an empty text.
 */
export function createPathFilter(text: string): ((path: string) => boolean) | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return undefined;
  if (!/[*?]/.test(wanted)) return (path) => path.toLowerCase().includes(wanted);
  const tokens = wanted.match(/\*{2,}\/?|./gsu) ?? [];
  return (path) => matchesTokens(tokens, path.toLowerCase());
}

/**
 * Follows all ways to match at once, because a regular expression needs exponential time for some patterns with many stars.
 *
 * @param tokens characters, `*`, `?`, and `**` with or without `/`
 */
function matchesTokens(tokens: readonly string[], path: string): boolean {
  let reached = new Set<number>();
  for (let position = 0; position <= path.length; position++) {
    if (position === 0 || path[position - 1] === '/') reached.add(0);
    skipStars(tokens, reached);
    const character = path[position];
    if (reached.has(tokens.length) && (character === undefined || character === '/')) return true;
    if (character === undefined) return false;
    reached = step(tokens, reached, character);
  }
  return false;
}

/** Adds the tokens after stars, which may match nothing. */
function skipStars(tokens: readonly string[], reached: Set<number>): void {
  // A set also visits the numbers that are added meanwhile.
  for (const index of reached) if (tokens[index]?.startsWith('*')) reached.add(index + 1);
}

function step(tokens: readonly string[], reached: ReadonlySet<number>, character: string): Set<number> {
  const next = new Set<number>();
  for (const index of reached) {
    const token = tokens[index];
    if (token === undefined) continue;
    if (token.startsWith('**') || (token === '*' && character !== '/')) next.add(index);
    else if (token === character || (token === '?' && character !== '/')) next.add(index + 1);
  }
  return next;
}
