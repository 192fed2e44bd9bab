/** Source map from text with insertions to the text without them, with a segment for every token. */
import { pathToFileURL } from 'node:url';
import type { SourceMap } from '../source-maps/source-map.js';
import { decodeInsertions, type InsertedText } from './encoded-insertions.js';
import { encodeVlq } from './vlq.js';

/**
 * Returns the source map of an instrumented file. Its only source is the file itself.
 *
 * @param file absolute path
 * @param insertions as `encodeInsertions` returns them
 */
export function createInsertionMap(source: string, file: string, insertions: Uint8Array): SourceMap {
  return {
    version: 3,
    names: [],
    sources: [pathToFileURL(file).href],
    mappings: mapInsertions(source, decodeInsertions(insertions)),
  };
}

/**
 * Returns the `mappings` of a source map with one source. They have a segment for the start of every token, because V8
 * may report an error or a call there, and one on each side of every insertion. Insertions contain no line breaks, so
 * only columns differ.
 */
export function mapInsertions(source: string, insertions: readonly InsertedText[]): string {
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
    const lead = `${encodeVlq(generated - last.generated)}A${encodeVlq(lines - last.line)}`;
    const segment = `${lead}${encodeVlq(column - last.column)}`;
    mappings += isFirst ? segment : `,${segment}`;
    isFirst = false;
    last = { generated, column, line: lines };
  };

  for (let offset = 0; offset < length; offset++) {
    const kind = kindOf(source.charCodeAt(offset));
    const isAtInsertion = insertion?.line === lines && insertion.column === offset - lineStart;
    if (isAtInsertion) {
      addSegment(offset);
      insertedLength += insertion?.length ?? 0;
      insertion = insertions[++next];
    }
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
