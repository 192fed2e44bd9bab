/**
 * Files with one JSON object per line, to which several processes append. Each line is written by a single `write` to a
 * file that is open for appending, so lines of different processes do not mix.
 */
import { readFileSync, writeSync } from 'node:fs';

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

/** Returns all values in the order they were written, without lines that a crash cut short. A missing file has none. */
export function readJsonLines(path: string): readonly unknown[] {
  return readText(path)
    .split('\n')
    .map(parse)
    .filter((value) => value !== undefined);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // an empty line, or one that was cut short
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}
