/** Reads a text file. */
import { readFileSync, statSync } from 'node:fs';
import { withoutByteOrderMark } from './byte-order-mark.js';

/**
 * Returns the text of a file without its byte order mark.
 *
 * @throws Error if the path cannot be read or is no regular file. Reading a device or a pipe might never end.
 */
export function readTextFile(path: string): string {
  if (!statSync(path).isFile()) throw new Error(`${path} is not a regular file`);
  return withoutByteOrderMark(readFileSync(path, 'utf8'));
}
