/** Reads text files, up to the limit of their kind. */
import { withoutByteOrderMark } from './byte-order-mark.js';
import { MAX_DATA_BYTES, MAX_MAP_BYTES, MAX_SOURCE_BYTES, readRegularFile } from './regular-files.js';

/**
 * Returns the text of a source without its byte order mark.
 *
 * @throws the errors of `readRegularFile`
 */
export function readTextFile(path: string): string {
  return readText(path, MAX_SOURCE_BYTES);
}

/** Returns the text of a source map without its byte order mark. @throws the errors of `readRegularFile` */
export function readMapFile(path: string): string {
  return readText(path, MAX_MAP_BYTES);
}

/**
 * Returns the text of a file with coverage, such as JSON, without its byte order mark.
 *
 * @throws the errors of `readRegularFile`
 */
export function readDataText(path: string): string {
  return readText(path, MAX_DATA_BYTES);
}

function readText(path: string, limit: number): string {
  return withoutByteOrderMark(readRegularFile(path, limit).toString('utf8'));
}
