/**
 * Files with one JSON object per line, to which several processes append. Each line is written by a single `write` to a
 * file that is open for appending, so lines of different processes do not mix.
 */
import { isUtf8 } from 'node:buffer';
import { closeSync, readSync, writeSync } from 'node:fs';
import { messageOf } from '../platform/errors.js';
import { findForeignOwner } from '../platform/foreign-access.js';
import { openRegularFile } from '../platform/regular-files.js';
import type { EventReader } from './event-fields.js';
import { createTextPool } from './text-pool.js';

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

/** Limits of a file, beyond which the rest of it is ignored. */
export interface LineLimits {
  /** Bytes that are read. */
  readonly bytes: number;
  /** Approximate size in bytes of the values in memory. */
  readonly stored: number;
  /** Whether a file of another user has no values. @default false */
  readonly isOwn?: boolean;
}

/** The values of a file. */
export interface JsonLines<Value> {
  /** In the order in which they were written. */
  readonly values: readonly Value[];
  /** Number of lines that are no values: those that a crash cut short, and those of other programs. */
  readonly skipped: number;
  /** Whether the file is longer than the limits, so that the rest of it was ignored. */
  readonly isCut: boolean;
}

/** Maximum number of lines, and of invalid ones: parsing them takes seconds. */
const MAX_LINES = 4_000_000;
const MAX_SKIPPED = 100_000;

/**
 * Reads the values of a file. A file that cannot be read has no values; `findReadFailure` returns the reason.
 *
 * @param toValue returns `undefined` for a parsed line that is no value
 */
export function readJsonLines<Value>(
  path: string,
  toValue: EventReader<Value>,
  limits: LineLimits,
): JsonLines<Value> {
  const values: Value[] = [];
  const texts = createTextPool();
  let lines = 0;
  let skipped = 0;
  let isCut = false;
  const addLine: OnLine = (bytes, start, end) => {
    lines++;
    if (end > start) {
      const value = toValue(parse(bytes, start, end), texts);
      if (value === undefined) skipped++;
      else values.push(value);
    }
    return lines < MAX_LINES && skipped < MAX_SKIPPED && texts.size() < limits.stored;
  };
  try {
    isCut = readLines(path, limits, addLine);
  } catch {
    // `findReadFailure` returns the reason to those who report it
  }
  return { values, skipped, isCut };
}

/** Returns why a file exists and cannot be read, as a clause, or `undefined`. */
export function findReadFailure(path: string, { isOwn }: Pick<LineLimits, 'isOwn'> = {}): string | undefined {
  try {
    readLines(path, { bytes: 1, stored: 0, isOwn: isOwn === true }, () => false);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'INPUT_UNREADABLE') return 'it is not a regular file';
    return ['ENOENT', 'ENOTDIR'].includes(code) ? undefined : messageOf(error);
  }
  return undefined;
}

/** Maximum length of a line. Appended values contain at most some paths, so a longer line is damage. */
const MAX_LINE_BYTES = 2 ** 20;

/** Number of bytes that are read at once. */
const CHUNK_BYTES = 2 ** 16;

const LINE_FEED = 10;

/**
 * Receives a line as a part of a buffer, because a buffer for each of a million lines takes time.
 *
 * @returns whether to go on
 */
type OnLine = (bytes: Buffer, start: number, end: number) => boolean;

/**
 * Reads a regular file in parts, so that its size does not matter. A line that is too long is passed on cut.
 *
 * @returns whether a part of the file was not read
 */
function readLines(path: string, { bytes: limit, isOwn }: LineLimits, onLine: OnLine): boolean {
  const { descriptor, stats } = openRegularFile(path);
  try {
    // All processes that read such a file also write to its directory.
    const foreignOwner = isOwn === true ? findForeignOwner(path, stats, { isOutput: true }) : undefined;
    if (foreignOwner !== undefined) throw new Error(foreignOwner);
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest = Buffer.alloc(0);
    let total = 0;
    for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
      const content = Buffer.concat([rest, chunk.subarray(0, size)]);
      let start = 0;
      for (let end = content.indexOf(LINE_FEED); end !== -1; end = content.indexOf(LINE_FEED, start)) {
        if (!onLine(content, start, end)) return true;
        start = end + 1;
      }
      // The bytes after the limit would be dropped anyway.
      rest = content.subarray(start, start + MAX_LINE_BYTES + 1);
      total += size;
      if (total >= limit) return true;
    }
    onLine(rest, 0, rest.length);
    return false;
  } finally {
    closeSync(descriptor);
  }
}

/** Stands for bytes that are not UTF-8 text. */
const REPLACEMENT = '\uFFFD';

/** Returns the value of a line; `undefined` for a damaged one. */
function parse(bytes: Buffer, start: number, end: number): unknown {
  if (end - start > MAX_LINE_BYTES) return undefined;
  const text = bytes.toString('utf8', start, end);
  if (text.includes(REPLACEMENT) && !isUtf8(bytes.subarray(start, end))) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
