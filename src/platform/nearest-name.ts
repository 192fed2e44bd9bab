/** Finds the name that a misspelt name means. */

/** Maximum edit distance that counts as a misspelling. */
const MAX_DISTANCE = 3;

/** Returns the candidate that a name most likely misspells; `undefined` if it resembles none. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.min(MAX_DISTANCE, Math.floor(name.length / 3));
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance);
  return best?.candidate;
}

/**
 * Returns the edit distance of two names: how many letters must be added, removed, replaced, or swapped with the next letter
 * (optimal string alignment, <https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance>).
 */
function distanceOf(one: string, other: string): number {
  const from = [...one];
  const to = [...other];
  let before: readonly number[] = [];
  let row: readonly number[] = [0, ...to.keys()].map((_, column) => column);
  for (const [index, letter] of from.entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of to.entries()) {
      const replaced = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      const isSwapped = letter === to[column - 1] && from[index - 1] === otherLetter;
      const swapped = isSwapped ? (before[column - 1] ?? 0) + 1 : replaced;
      next.push(Math.min(replaced, swapped, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[to.length] ?? 0;
}
