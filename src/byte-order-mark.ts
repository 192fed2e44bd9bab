/** What some editors write in front of a text. */

const MARK = '\uFEFF';

export function hasMark(source: string): boolean {
  return source.startsWith(MARK);
}

/** Without a byte order mark, as Node's loader of ES modules has sources: it is in no hash and in no column. */
export function withoutMark(source: string): string {
  return hasMark(source) ? source.slice(MARK.length) : source;
}
