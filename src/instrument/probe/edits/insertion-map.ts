/** Source map from text with insertions to the text without them. */
import type { Insertion } from './insertions.js';

/**
 * Returns the `mappings` of a source map with one source. They have a segment for the start of every token, because V8
 * may report an error or a call there, and one on each side of every insertion. Insertions contain no line breaks, so
 * only columns differ.
 */
export function mapInsertions(source: string, insertions: readonly Insertion[]): string {
  const { length } = source;
  let mappings = '';
  let next = 0;
  let insertion = insertions[0];
  let lineStart = 0;
  let lines = 0;
  /** Length of the insertions so far on this line. */
  let insertedLength = 0;
  let isFirst = true;
  let last = { generated: 0, column: 0, line: 0 };
  let previousKind: CharacterKind = 'space';

  const addSegment = (offset: number) => {
    const column = offset - lineStart;
    const generated = column + insertedLength;
    const segment = `${vlq(generated - last.generated)}A${vlq(lines - last.line)}${vlq(column - last.column)}`;
    mappings += isFirst ? segment : `,${segment}`;
    isFirst = false;
    last = { generated, column, line: lines };
  };

  for (let offset = 0; offset < length; offset++) {
    const kind = kindOf(source.charCodeAt(offset));
    const isAtInsertion = insertion !== undefined && insertion.offset <= offset;
    if (isAtInsertion) addSegment(offset);
    for (; insertion && insertion.offset <= offset; insertion = insertions[++next])
      insertedLength += insertion.text.length;
    if (kind === 'break') {
      if (source[offset] === '\r' && source[offset + 1] === '\n') continue;
      mappings += ';';
      lines += 1;
      lineStart = offset + 1;
      insertedLength = 0;
      isFirst = true;
      last = { ...last, generated: 0 };
    } else if (isAtInsertion || kind === 'other' || (kind === 'word' && previousKind !== 'word')) {
      addSegment(offset);
    }
    previousKind = kind;
  }
  return mappings;
}

type CharacterKind = 'space' | 'break' | 'word' | 'other';

/** Returns the kind of a character. Each `other` character is a token of its own. */
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
/** Encoded numbers from -512 to 511. */
const ENCODED_NUMBERS = Array.from({ length: 1024 }, (_, index) => encodeVlq(index - 512));

/** Returns a number in the base 64 VLQ encoding of source maps. */
function vlq(value: number): string {
  return ENCODED_NUMBERS[value + 512] ?? encodeVlq(value);
}

function encodeVlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}
