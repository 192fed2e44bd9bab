/**
 * Files with one JSON object per line, to which several processes append. Each line is written by a single `write` to a
 * file that is open for appending, so lines of different processes do not mix.
 */
import { closeSync, readSync, writeSync } from 'node:fs';
import { messageOf } from '../platform/errors.js';
import { openRegularFile } from '../platform/regular-files.js';

/**
 * Appends one line. It begins with a line break, so that a line which a crash cut short does not damage the next.
 *
 * @param file descriptor of a file that is open for appending
 * @throws the error of `write`, or an Error if the disk has no room for the whole line
 */
export function appendJsonLine(file: number, value: object): void {
  const line = Buffer.from(`\n${JSON.stringify(value)}\n`);
  const written = writeSync(file, line);
  if (written < line.length) throw new Error(`only ${written} of ${line.length} bytes were written`);
}

/**
 * Returns all values in the order they were written. Skips damaged lines: those that a crash cut short, and those that are
 * not JSON. A file that cannot be read has no values; `findReadFailure` returns the reason.
 */
export function readJsonLines(path: string): readonly unknown[] {
  const values: unknown[] = [];
  const addLine = (line: Buffer) => {
    const value = line.length > MAX_LINE_BYTES ? undefined : parse(line.toString('utf8'));
    if (value !== undefined) values.push(value);
  };
  try {
    readLines(path, addLine);
  } catch {
    // `findReadFailure` returns the reason to those who report it
  }
  return values;
}

/** Returns why a file exists and cannot be read, or `undefined`. */
export function findReadFailure(path: string): string | undefined {
  try {
    const { descriptor } = openRegularFile(path);
    try {
      readSync(descriptor, Buffer.alloc(1));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    return isMissing ? undefined : messageOf(error);
  }
  return undefined;
}

/** Maximum length of a line. Appended values contain at most some paths, so a longer line is damage. */
const MAX_LINE_BYTES = 2 ** 20;

/** Number of bytes that are read at once. */
const CHUNK_BYTES = 2 ** 16;

const LINE_FEED = 10;

/** Reads a file in parts, so that its size does not matter. A line that is too long is passed on cut. */
function readLines(path: string, onLine: (line: Buffer) => void): void {
  const { descriptor } = openRegularFile(path);
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
      const bytes = Buffer.concat([rest, chunk.subarray(0, size)]);
      let start = 0;
      for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
        onLine(bytes.subarray(start, end));
        start = end + 1;
      }
      // The bytes after the limit would be dropped anyway.
      rest = bytes.subarray(start, start + MAX_LINE_BYTES + 1);
    }
    onLine(rest);
  } finally {
    closeSync(descriptor);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // an empty line, or a damaged one
  }
}
