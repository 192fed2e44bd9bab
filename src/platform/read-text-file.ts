/** Reads a text file. */
import { withoutByteOrderMark } from './byte-order-mark.js';
import { MAX_DATA_BYTES, MAX_SOURCE_BYTES, readRegularFile } from './regular-files.js';

/**
 * Returns the text of a source or a source map without its byte order mark.
 *
 * @throws the errors of `readRegularFile`
 */
export function readTextFile(path: string): string {
  return withoutByteOrderMark(readRegularFile(path, MAX_SOURCE_BYTES).toString('utf8'));
}

/**
 * Returns the text of a file with coverage, such as JSON, without its byte order mark.
 *
 * @throws the errors of `readRegularFile`
 */
export function readDataText(path: string): string {
  return withoutByteOrderMark(readRegularFile(path, MAX_DATA_BYTES).toString('utf8'));
}
