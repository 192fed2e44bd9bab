/** Numbers of things, as sentences have them. */

/** `1 file`, `2 files`, `3 processes`. */
export function count(number: number, what: string): string {
  const plural = what.endsWith('s') ? 'es' : 's';
  return `${number} ${what}${number === 1 ? '' : plural}`;
}
