/**
 * Files of one JSON object a line, to which several processes append. A line is written by a single `write` to a file
 * opened for appending, so lines of several processes do not mix.
 */
import { readFileSync, writeSync } from 'node:fs';

/**
 * Appends one line. It begins with a line break, so that a line cut short by a crash spoils no other.
 *
 * @param file a descriptor, opened for appending
 * @throws the error of `write`, or an Error where the line does not fit
 */
export function appendJsonLine(file: number, value: object): void {
  const line = Buffer.from(`\n${JSON.stringify(value)}\n`);
  const written = writeSync(file, line);
  if (written < line.length) throw new Error(`only ${written} of ${line.length} bytes were written`);
}

/** All lines in the order they were written, none where there is no file; those cut short by a crash are left out. */
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
    return undefined; // empty, or cut short
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
