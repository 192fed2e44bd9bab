/** Finds the text that every path matched by a pattern contains. Most patterns are ruled out by it, without the library. */

/** Patterns with a meaning of their own for the matcher, in which text may be optional or is no text. */
const UNCERTAIN = /[\\()[\]]|^!|(?:^|[/{,])\.{1,2}(?:$|[/},])/;

const BRACES = /\{[^{}]*\}/g;

/**
 * Returns a text that is in every path that a pattern matches.
 *
 * @param pattern of minimatch
 * @returns the longest such text, or an empty one if none is certain
 */
export function requiredTextOf(pattern: string): string {
  if (UNCERTAIN.test(pattern)) return '';
  let flat = pattern;
  for (let before = ''; before !== flat; ) {
    before = flat;
    flat = flat.replace(BRACES, '*');
  }
  if (/[{}]/.test(flat)) return '';
  const texts = flat.split(/[*?/@!+|]/);
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}
