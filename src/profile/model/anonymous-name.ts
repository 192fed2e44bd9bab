/** Istanbul's names of functions that have no name. */

/** Returns the name of an anonymous function. @param index number of the functions before it in the file */
export function anonymousName(index: number): string {
  return `(anonymous_${index})`;
}

/** Whether a function has no name in its source. Its number changes when functions before it are added or removed. */
export function isAnonymousName(name: string): boolean {
  return /^\(anonymous_\d+\)$/.test(name);
}
