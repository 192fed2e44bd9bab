/**
 * The insertions of a file, encoded as the `mappings` of a source map from the instrumented code to the source. Its
 * segments are the starts of the lines and both ends of each insertion, so debuggers can use it as it stands. No inserted
 * text contains a line break. So between segments the columns of both texts advance together, and the map leads every
 * column to its exact position (`src/hooks/stack-positions/`). It is much smaller, and made much faster, than a map with
 * all tokens.
 *
 * Segments at the start of inserted text have a name, because there the columns of the source stand still.
 */
import { decodeVlqs, encodeVlq } from './vlq.js';

/** Where text was inserted, and how much. */
export interface InsertedText {
  /** Line of the source and of the instrumented code, starting at 0. */
  readonly line: number;
  /** Column of the source, starting at 0, in UTF-16 units. */
  readonly column: number;
  /** Length of the inserted text, in UTF-16 units. */
  readonly length: number;
}

/** The `names` of a map with encoded insertions as its `mappings`. */
export const INSERTED_NAMES = ['inserted'] as const;

/** Index of the source, and lines since the last segment, of a segment on the line of the last one. */
const SAME_LINE = 'AA';

/**
 * Encodes insertions.
 *
 * @param insertions in source order
 * @param starts offset in the source at which each line starts
 */
export function encodeInsertions(
  insertions: readonly { readonly offset: number; readonly text: string }[],
  starts: readonly number[],
): Uint8Array {
  let mappings = '';
  /** Column of the source in the last segment. */
  let column = 0;
  let next = 0;
  for (let line = 0; line < starts.length; line++) {
    const start = starts[line] ?? 0;
    const end = starts[line + 1] ?? Number.POSITIVE_INFINITY;
    if (line > 0) mappings += ';';
    const isStartInserted = insertions[next]?.offset === start;
    if (!isStartInserted) {
      mappings += line === 0 ? 'AAAA' : column === 0 ? 'AACA' : `AAC${encodeVlq(-column)}`;
      column = 0;
    }
    let lead = isStartInserted && line > 0 ? 'AC' : SAME_LINE;
    for (let offset = insertions[next]?.offset; offset !== undefined && offset < end; ) {
      let length = 0;
      for (; insertions[next]?.offset === offset; next++) length += insertions[next]?.text.length ?? 0;
      const isFirst = isStartInserted && offset === start;
      const moved = offset - start - column;
      mappings += `${isFirst ? 'A' : `,${encodeVlq(moved)}`}${lead}${encodeVlq(moved)}A,${encodeVlq(length)}AAA`;
      lead = SAME_LINE;
      column = offset - start;
      offset = insertions[next]?.offset;
    }
  }
  // Without a separator at the end, Node reads the first name into the last segment (`#parseMap` in
  // lib/internal/source_map/source_map.js).
  return Buffer.from(`${mappings};`, 'latin1');
}

/** Decodes insertions, in source order. */
export function decodeInsertions(encoded: Uint8Array): readonly InsertedText[] {
  const insertions: InsertedText[] = [];
  let column = 0;
  const lines = mappingsOf(encoded).split(';');
  for (const [line, segments] of lines.entries()) {
    let isInserted = false;
    for (const segment of segments.split(',')) {
      const [generated = 0, , , moved = 0, name] = decodeVlqs(segment);
      column += moved;
      if (isInserted) insertions.push({ line, column, length: generated });
      isInserted = name !== undefined;
    }
  }
  return insertions;
}

/** Returns encoded insertions as the `mappings` of a source map. */
export function mappingsOf(encoded: Uint8Array): string {
  return Buffer.from(encoded.buffer, encoded.byteOffset, encoded.length).toString('latin1');
}
