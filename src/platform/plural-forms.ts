/** Numbers of things, and things of which there are many, as sentences have them. */

/** `1 file`, `2 files`, `3 processes`. */
export function pluralize(number: number, what: string): string {
  const plural = what.endsWith('s') ? 'es' : 's';
  return `${number} ${what}${number === 1 ? '' : plural}`;
}

/** `a.js, b.js and 3 more`. @param most how many are named @default 5 */
export function listSome(names: readonly string[], most = 5): string {
  const named = names.slice(0, most).join(', ');
  return names.length > most ? `${named} and ${names.length - most} more` : named;
}
