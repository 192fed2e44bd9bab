/** Formats numbers and lists for sentences. */

/** Returns `1 file`, `2 files`, `3 processes`. @param noun in the singular */
export function pluralize(number: number, noun: string): string {
  const ending = noun.endsWith('s') ? 'es' : 's';
  return `${number} ${noun}${number === 1 ? '' : ending}`;
}

/** Returns `a.js, b.js and 3 more`. @param limit maximum number of names in the list @default 5 */
export function listSome(names: readonly string[], limit = 5): string {
  const listed = names.slice(0, limit).join(', ');
  return names.length > limit ? `${listed} and ${names.length - limit} more` : listed;
}
