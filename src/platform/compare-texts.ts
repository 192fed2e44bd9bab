/** Orders texts by their UTF-16 units. `localeCompare` depends on the language of the user, and loads its data. */

/** Returns a negative number, 0 or a positive number, for `sort`. */
export function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
