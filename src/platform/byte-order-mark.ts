/** What some editors write in front of a text. */

const MARK = '\uFEFF';

export function hasByteOrderMark(source: string): boolean {
  return source.startsWith(MARK);
}

/** Without a byte order mark, as Node's loader of ES modules has sources: it is in no hash and in no column. */
export function withoutByteOrderMark(source: string): string {
  return hasByteOrderMark(source) ? source.slice(MARK.length) : source;
}
