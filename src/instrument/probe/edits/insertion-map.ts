/** The source map from text with insertions back to the text without. */
import type { Insertion } from './edits.js';

/**
 * The `mappings` of a source map with one source: a segment for the begin of every token, where the engine may say
 * that something happened, and around every insertion. Insertions stay on their lines, so only columns differ.
 */
export function mapInsertions(source: string, insertions: readonly Insertion[]): string {
  const { length } = source;
  let mappings = '';
  let next = 0;
  let due = insertions[0];
  let lineStart = 0;
  let lines = 0;
  /** By how much insertions have moved what follows on this line. */
  let shift = 0;
  let isFirst = true;
  let last = { generated: 0, column: 0, line: 0 };
  let before: CharacterKind = 'space';

  const add = (offset: number) => {
    const column = offset - lineStart;
    const generated = column + shift;
    const segment = `${vlq(generated - last.generated)}A${vlq(lines - last.line)}${vlq(column - last.column)}`;
    mappings += isFirst ? segment : `,${segment}`;
    isFirst = false;
    last = { generated, column, line: lines };
  };

  for (let offset = 0; offset < length; offset++) {
    const kind = kindOf(source.charCodeAt(offset));
    const isMoved = due !== undefined && due.offset <= offset;
    if (isMoved) add(offset);
    for (; due && due.offset <= offset; due = insertions[++next]) shift += due.text.length;
    if (kind === 'break') {
      if (source[offset] === '\r' && source[offset + 1] === '\n') continue;
      mappings += ';';
      lines += 1;
      lineStart = offset + 1;
      shift = 0;
      isFirst = true;
      last = { ...last, generated: 0 };
    } else if (isMoved || kind === 'other' || (kind === 'word' && before !== 'word')) {
      add(offset);
    }
    before = kind;
  }
  return mappings;
}

type CharacterKind = 'space' | 'break' | 'word' | 'other';

/** Each character that is no part of a word is a token of its own. */
function kindOf(code: number): CharacterKind {
  if (code === 0x20 || code === 0x09) return 'space';
  if (code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029) return 'break';
  const letter = code | 0x20;
  const isWord =
    (letter >= 0x61 && letter <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x24 ||
    code === 0x5f ||
    code >= 0x80;
  return isWord ? 'word' : 'other';
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const SMALL = Array.from({ length: 1024 }, (_, index) => encode(index - 512));

function vlq(value: number): string {
  return SMALL[value + 512] ?? encode(value);
}

function encode(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}
