/** Writes data as scripts, which a page from disk can load. */
import { REPORT_RECEIVER } from '../../view/report-data.js';

/**
 * Returns a script that passes data to the page as the text of JSON. Text from data stays inside one string literal: `<` is
 * escaped for programs that copy the script into a page, and line separators for old parsers. `JSON.parse` reads `__proto__` as
 * an ordinary name, which an object literal would not.
 */
export function toDataScript(name: string, data: unknown): string {
  return `${REPORT_RECEIVER}.add(${toLiteral(name)},${toLiteral(JSON.stringify(data))});\n`;
}

function toLiteral(text: string): string {
  return JSON.stringify(text).replace(/[<\u2028\u2029]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Returns the texts of a script for JSON that consists only of numbers, base64 and punctuation. @param elements of the list */
export function* toListScript(name: string, elements: Iterable<string>): Generator<string> {
  yield `${REPORT_RECEIVER}.add(${toLiteral(name)},'[`;
  let separator = '';
  for (const element of elements) {
    yield `${separator}${element}`;
    separator = ',';
  }
  yield "]');\n";
}
