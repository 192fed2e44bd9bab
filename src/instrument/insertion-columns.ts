/**
 * Columns and lengths of the texts that an engine inserted into a source. They trace a position in the instrumented code
 * to its position in the source, because no inserted text contains a line break.
 */

/** Where text was inserted, and how much. */
export interface InsertedText {
  /** Line of the source and of the instrumented code, starting at 0. */
  readonly line: number;
  /** Column of the source, starting at 0, in UTF-16 units. */
  readonly column: number;
  /** Length of the inserted text, in UTF-16 units. */
  readonly length: number;
}

/**
 * Encodes insertions. Each position takes unsigned LEB128 numbers, usually of one byte:
 *
 *     2 * columns since the previous insertion of the line       length of the text
 *     2 * column + 1       lines since the previous insertion     length of the text
 *
 * The second form is for the first insertion of a line.
 *
 * @param insertions in source order
 * @param starts offset in the source at which each line starts
 */
export function encodeInsertions(
  insertions: readonly { readonly offset: number; readonly text: string }[],
  starts: readonly number[],
): Uint8Array {
  const bytes: number[] = [];
  let line = 0;
  let last = { line: 0, column: 0 };
  for (let index = 0; index < insertions.length; ) {
    const offset = insertions[index]?.offset ?? 0;
    let length = 0;
    for (; insertions[index]?.offset === offset; index++) length += insertions[index]?.text.length ?? 0;
    while ((starts[line + 1] ?? Number.POSITIVE_INFINITY) <= offset) line++;
    const column = offset - (starts[line] ?? 0);
    if (line === last.line) addNumber(bytes, 2 * (column - last.column));
    else {
      addNumber(bytes, 2 * column + 1);
      addNumber(bytes, line - last.line);
    }
    addNumber(bytes, length);
    last = { line, column };
  }
  return Uint8Array.from(bytes);
}

/** Decodes insertions, in source order. */
export function decodeInsertions(bytes: Uint8Array): readonly InsertedText[] {
  let offset = 0;
  const next = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[offset++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const insertions: InsertedText[] = [];
  let line = 0;
  let column = 0;
  while (offset < bytes.length) {
    const first = next();
    if (first & 1) line += next();
    column = (first >> 1) + (first & 1 ? 0 : column);
    insertions.push({ line, column, length: next() });
  }
  return insertions;
}

function addNumber(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
}
