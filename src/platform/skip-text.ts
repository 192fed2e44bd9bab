/** Skips the parts of a source in which brackets and operators mean nothing: strings, comments, regular expressions. */

/** Position in a source. */
export interface Cursor {
  readonly source: string;
  /** In UTF-16 units. */
  offset: number;
}

export const LINE_FEED = 0x0a;
const BACKSLASH = 0x5c;

/** Skips the text that a sticky pattern matches. Returns whether there is any. */
export function skipPattern(cursor: Cursor, pattern: RegExp): boolean {
  pattern.lastIndex = cursor.offset;
  if (!pattern.test(cursor.source)) return false;
  cursor.offset = pattern.lastIndex;
  return true;
}

/** Skips a string. One without an end, such as an apostrophe in JSX text, ends with its line. */
export function skipString(cursor: Cursor): void {
  const { source, offset } = cursor;
  const quote = source.charCodeAt(offset);
  let end = offset + 1;
  for (; end < source.length; end += 1) {
    const code = source.charCodeAt(end);
    if (code === quote || code === LINE_FEED) break;
    if (code === BACKSLASH) end += 1;
  }
  cursor.offset = end + 1;
}

/** Skips a comment. @param ending text that ends it */
export function skipComment(cursor: Cursor, ending: '\n' | '*/'): void {
  const end = cursor.source.indexOf(ending, cursor.offset + 2);
  cursor.offset = end === -1 ? cursor.source.length : end + ending.length;
}
