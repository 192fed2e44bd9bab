/**
 * Makes text from data safe to print: names, labels, arguments and messages of other programs must not control the
 * terminal, start a line, or reorder the text around them.
 */
import { inspect } from 'node:util';

/** Maximum length of a word, which may be a name. Longer ones lose their middle. */
const MAXIMUM_WORD_LENGTH = 400;

const MAXIMUM_CELL_LENGTH = 1_000;
const MAXIMUM_LINE_LENGTH = 4_000;

/**
 * Characters that are invisible or control a terminal: control characters (Cc), format characters such as bidirectional
 * overrides and zero-width spaces (Cf), lone surrogates (Cs), line and paragraph separators (Zl, Zp), and letters that
 * look like spaces. For a class of a regular expression with the flag `u` or `v`.
 */
export const UNSAFE_CHARACTERS = '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\u034f\\u115f\\u1160\\u3164\\uffa0';

/** Most texts do not match it, and it is much faster than a class of Unicode. */
const OTHER_THAN_ASCII = /[^ -~]/;

/** A line feed is white space of a document. */
const OTHER_IN_JSON = /[^\n -~]/;

/** Patterns that are created when they are needed, which is rare: Node takes a fifth of a millisecond for each. */
interface Patterns {
  readonly unsafe: RegExp;
  readonly unsafeInJson: RegExp;
  readonly startsUnsafe: RegExp;
}

let created: Patterns | undefined;

function patterns(): Patterns {
  created ??= {
    unsafe: new RegExp(`[${UNSAFE_CHARACTERS}]`, 'u'),
    unsafeInJson: new RegExp(`(?!\\n)[${UNSAFE_CHARACTERS}]`, 'gu'),
    startsUnsafe: new RegExp(`^[${UNSAFE_CHARACTERS}]`, 'u'),
  };
  return created;
}

/** Emoji such as families are sequences with a zero-width joiner. Created when it is needed, which is rare. */
let unsafeOrEmoji: RegExp | undefined;

/**
 * Returns text in which characters that control a terminal or are invisible are visible, such as `\x1b`, `\n` and
 * `\u202e`. All other text is unchanged, so escaping twice equals escaping once.
 */
export function escapeTerminal(text: string): string {
  if (!OTHER_THAN_ASCII.test(text)) return text;
  const { unsafe, startsUnsafe } = patterns();
  if (!unsafe.test(text)) return text;
  unsafeOrEmoji ??= new RegExp(`\\p{RGI_Emoji}|[${UNSAFE_CHARACTERS}]`, 'gv');
  return text.replace(unsafeOrEmoji, (match) => (startsUnsafe.test(match) ? escapeCharacter(match) : match));
}

/**
 * Returns text as one line for a terminal or a log: escaped, not longer than a few thousand characters, and without
 * commands to a CI system. GitHub executes lines that start with `::` or contain `##[`, Azure those with `##vso[`, TeamCity
 * those with `##teamcity[`.
 */
export function toTerminalLine(text: string): string {
  return disarmCommands(escapeWithin(text, MAXIMUM_LINE_LENGTH));
}

/** Matches what starts a command to a CI system anywhere in a line. */
const COMMAND = /#(?=#(?:vso|teamcity)?\[)/g;

/** Escapes what would make a line a command to a CI system, as `toTerminalLine` does, and nothing else. */
export function disarmCommands(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\x3a').replace(COMMAND, '\\x23');
}

/** Returns text as the cell of a table: escaped, and not much longer than a name. */
export function toTerminalCell(text: string): string {
  return escapeWithin(text, MAXIMUM_CELL_LENGTH);
}

function escapeWithin(text: string, maximum: number): string {
  const short = shortenText(escapeTerminal(shortenText(text, maximum)), maximum);
  return short.length > MAXIMUM_WORD_LENGTH ? short.replace(/\S+/g, shortenWord) : short;
}

/** Returns a text in quotation marks, for a sentence that names it. */
export function quoteText(text: string): string {
  return escapeJson(JSON.stringify(shortenWord(text)));
}

/** Returns a value as JSON for a sentence that names it: a text as `quoteText` does, anything else shortened as a whole. */
export function quoteValue(value: unknown): string {
  if (typeof value === 'string') return quoteText(value);
  return escapeJson(shortenWord(toJsonText(value)));
}

/** Returns a value as JSON, or as `console.log` shows it if JSON cannot contain it, as infinity, a bigint or a cycle. */
export function toJsonText(value: unknown): string {
  if (typeof value === 'number') return String(value); // JSON has null for infinity
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return inspect(value);
  }
}

/**
 * Replaces characters that JSON.stringify leaves, such as U+009B and U+202E, by their escapes, and the `#` that starts a
 * command to a CI system. The document has the same value, and a terminal or a log can show it.
 */
export function escapeJson(json: string): string {
  const printable = OTHER_IN_JSON.test(json) ? json.replace(patterns().unsafeInJson, escapeCodeUnits) : json;
  // JSON has this character only in texts.
  return printable.replace(COMMAND, escapeCodeUnits);
}

/** Replaces the middle of a text that is too long by an ellipsis. The end of a path says more than its middle. */
export function shortenText(text: string, maximum: number): string {
  if (text.length <= maximum) return text;
  const end = Math.floor(maximum / 3);
  // Half a surrogate pair would be another character.
  const head = text.slice(0, maximum - 1 - end).replace(/[\ud800-\udbff]$/, '');
  const tail = text.slice(-end).replace(/^[\udc00-\udfff]/, '');
  return `${head}…${tail}`;
}

function shortenWord(word: string): string {
  return shortenText(word, MAXIMUM_WORD_LENGTH);
}

function escapeCharacter(character: string): string {
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  if (short !== undefined) return short;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** Returns the escape of each UTF-16 code unit, such as `\u202e`: JSON has no others. */
export function escapeCodeUnits(character: string): string {
  return [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}
