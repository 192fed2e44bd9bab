/**
 * Reads files that data names, or that lie in a directory of someone else. Such a path can lead to a pipe, a device or an
 * endless file. So these functions accept only regular files, up to a limit, and never wait for another process.
 */
import { constants as bufferLimits } from 'node:buffer';
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { CovermainError } from './errors.js';
import { O_NOCTTY, O_NOFOLLOW, O_NONBLOCK } from './open-flags.js';

/** Maximum size of a source text in bytes. The largest bundles that people measure have about 10 MB. */
export const MAX_SOURCE_BYTES = 2 ** 25;

/** Maximum size of a source map in bytes. It contains the sources, and is a few times as large as its bundle. */
export const MAX_MAP_BYTES = 2 ** 28;

/** Maximum size of a profile, an archive or a JSON file in bytes: longer text does not fit into a string of V8. */
export const MAX_DATA_BYTES = bufferLimits.MAX_STRING_LENGTH;

/** An open regular file. The caller closes the descriptor. */
export interface OpenFile {
  readonly descriptor: number;
  readonly stats: Stats;
}

export interface OpenOptions {
  /** Whether to open the target of a symbolic link. @default true */
  readonly followsLinks?: boolean;
}

/**
 * Opens a regular file for reading.
 *
 * @throws CovermainError `INPUT_UNREADABLE` if the path is a directory, a pipe, a device or a socket, or a link that is not
 *   followed; the error of `stat` or `open`
 */
export function openRegularFile(path: string, { followsLinks = true }: OpenOptions = {}): OpenFile {
  // To open a device can already have an effect.
  requireRegular(path, examine(path, followsLinks));
  const flags = constants.O_RDONLY | O_NONBLOCK | O_NOCTTY | (followsLinks ? 0 : O_NOFOLLOW);
  const descriptor = openSync(path, flags);
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

/**
 * Checks a file that Node opens itself.
 *
 * @throws CovermainError `INPUT_UNREADABLE` if the path leads to no regular file; the error of `stat`
 */
export function requireRegularFile(path: string): void {
  requireRegular(path, examine(path));
}

/**
 * Returns the bytes of a regular file, also of a file in `/proc`, whose size is 0.
 *
 * @param limit maximum number of bytes
 * @throws CovermainError `INPUT_UNREADABLE` if the path is no regular file or the file is larger than the limit; the error
 *   of `stat`, `open` or `read`
 */
export function readRegularFile(path: string, limit: number): Buffer {
  return createFileReader(limit, FIRST_BYTES)(path);
}

/** Returns the bytes of a file with coverage. @throws as `readRegularFile` */
export function readDataFile(path: string): Buffer {
  return readRegularFile(path, MAX_DATA_BYTES);
}

/** Returns the bytes of a regular file with coverage that is no link, or `undefined` if it does not exist or cannot be read. */
export function readDataFileIfPossible(path: string): Buffer | undefined {
  try {
    return examine(path, false).isFile() ? readDataFile(path) : undefined;
  } catch {
    return undefined;
  }
}

/** Initial size of the buffer of a single file. */
const FIRST_BYTES = 4096;

/**
 * Returns a function like `readRegularFile` that reads all files into one buffer. The bytes of a file are valid until the next
 * call. Otherwise thousands of buffers would wait for garbage collection.
 *
 * A file that changes while it is read is read again: a center writes new profiles into files that it replaced before, and this
 * process may have opened one of these before it was replaced.
 *
 * @param size initial size of the buffer in bytes
 */
export function createFileReader(limit: number, size: number): (path: string) => Buffer {
  let buffer = Buffer.alloc(0);
  const grow = (length: number) => {
    buffer = Buffer.concat([buffer], length);
  };
  /** @returns the number of bytes; `undefined` if the file has changed meanwhile */
  const readOnce = (path: string, isLast: boolean): number | undefined => {
    const { descriptor, stats } = openRegularFile(path);
    try {
      if (stats.size > limit) throw tooLarge(path, limit);
      // One byte more than the file has: a full buffer means that the file has grown, or is one of `/proc`.
      if (buffer.length <= stats.size) buffer = Buffer.allocUnsafeSlow(Math.max(size, stats.size + 1));
      for (let end = 0; ; ) {
        const read = readSync(descriptor, buffer, end, buffer.length - end, null);
        end += read;
        if (end > limit) throw tooLarge(path, limit);
        if (read === 0) return isLast || fstatSync(descriptor).mtimeMs === stats.mtimeMs ? end : undefined;
        if (end === buffer.length) grow(Math.min(2 * end, limit + 1));
      }
    } finally {
      closeSync(descriptor);
    }
  };
  return (path) => {
    for (let left = MAX_READS; ; left--) {
      const end = readOnce(path, left === 1);
      if (end !== undefined) return buffer.subarray(0, end);
    }
  };
}

/** Number of times that a file is read before its content is returned although the file still changes, as a log does. */
const MAX_READS = 10;

/** As integers of any size, because the path may lead to a pipe or a socket: see `file-stats.ts`. */
function examine(path: string, followsLinks = true): BigIntStats {
  return followsLinks ? statSync(path, { bigint: true }) : lstatSync(path, { bigint: true });
}

function requireRegular(path: string, stats: Stats | BigIntStats): void {
  if (stats.isFile()) return;
  throw new CovermainError(
    'INPUT_UNREADABLE',
    `Cannot read ${path}: it is ${kindOf(stats)}. Replace it by a regular file.`,
  );
}

function kindOf(stats: Stats | BigIntStats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isSymbolicLink()) return 'a symbolic link';
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
