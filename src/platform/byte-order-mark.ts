/** The byte order mark that some editors write at the start of a file. */

const MARK = '\uFEFF';

export function hasByteOrderMark(source: string): boolean {
  return source.startsWith(MARK);
}

/** Removes a byte order mark, as Node's loader of ES modules does. So hashes and columns do not include it. */
export function withoutByteOrderMark(source: string): string {
  return hasByteOrderMark(source) ? source.slice(MARK.length) : source;
}
