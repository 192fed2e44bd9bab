/** Prints results of commands. */
import { escapeJson } from '../platform/escape-terminal.js';

/**
 * Prints text to stdout.
 *
 * @param text a line; with `document` text with several lines, for other programs
 */
export type Print = (text: string, kind?: 'document') => void;

/** Prints a JSON document. A terminal can show it, because it contains only printable characters. */
export function printJson(print: Print, document: unknown): void {
  print(escapeJson(JSON.stringify(document, undefined, 2)), 'document');
}

/** Prints lines. A line break inside of one is escaped. */
export function printLines(print: Print, lines: readonly string[]): void {
  for (const line of lines) print(line);
}
