/**
 * Reads files that data names, or that lie in a directory of someone else. Such a path can lead to a pipe, a device or an
 * endless file. So these functions accept only regular files, up to a limit, and never wait for another process.
 */
import { constants as bufferLimits } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { CovermainError } from './errors.js';

/**
 * Maximum size of a source text or a source map in bytes. The bundles of large apps have about 10 MB, their maps about
 * five times as much.
 */
export const MAX_SOURCE_BYTES = 2 ** 27;

/** Maximum size of a profile, an archive or a JSON file in bytes: longer text does not fit into a string of V8. */
export const MAX_DATA_BYTES = bufferLimits.MAX_STRING_LENGTH;

/** An open regular file. The caller closes the descriptor. */
export interface OpenFile {
  readonly descriptor: number;
  readonly stats: Stats;
}

/**
 * Opens a regular file for reading. Follows symbolic links.
 *
 * @throws CovermainError `INPUT_UNREADABLE` if the path is a directory, a pipe, a device or a socket; the error of `stat` or `open`
 */
export function openRegularFile(path: string): OpenFile {
  requireRegular(path, statSync(path)); // to open a device can already have an effect
  const descriptor = openSync(path, OPEN_FLAGS);
  try {
    // Another file may be at the path since it was examined.
    const stats = fstatSync(descriptor);
    requireRegular(path, stats);
    return { descriptor, stats };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** `O_NONBLOCK`: `open` does not wait for the writer of a pipe. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/**
 * Returns the bytes of a regular file, also of a file in `/proc`, whose size is 0.
 *
 * @param limit maximum number of bytes
 * @throws CovermainError `INPUT_UNREADABLE` if the path is no regular file or the file is larger than the limit; the error
 *   of `stat`, `open` or `read`
 */
export function readRegularFile(path: string, limit: number): Buffer {
  const { descriptor, stats } = openRegularFile(path);
  try {
    const bytes = stats.size > limit ? undefined : readToEnd(descriptor, stats.size, limit);
    if (bytes === undefined) throw tooLarge(path, limit);
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** Reads until the end, because a file can grow and the size of a file in `/proc` is unknown. */
function readToEnd(descriptor: number, expected: number, limit: number): Buffer | undefined {
  let bytes = Buffer.allocUnsafeSlow(Math.max(expected + 1, FIRST_BYTES));
  for (let size = 0; ; ) {
    const read = readSync(descriptor, bytes, size, bytes.length - size, null);
    size += read;
    if (size > limit) return undefined;
    if (read === 0) return bytes.subarray(0, size);
    if (size === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafeSlow(size)]);
  }
}

/** Initial size of the buffer of a file whose size is unknown. */
const FIRST_BYTES = 4096;

function requireRegular(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  throw new CovermainError(
    'INPUT_UNREADABLE',
    `Cannot read ${path}: it is ${kindOf(stats)}. Replace it by a regular file.`,
  );
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

function tooLarge(path: string, limit: number): CovermainError {
  return new CovermainError(
    'INPUT_UNREADABLE',
    `Cannot read ${path}: it is larger than ${Math.floor(limit / 2 ** 20)} MB. Replace it by a smaller file.`,
  );
}
