/** The source map from text with insertions back to the text without. */
import type { Insertion } from './edits.js';

/** Words and runs of other characters: where the engine may say that something happened. */
const TOKEN = /[\w$\u0080-\uffff]+|[^\s\w$\u0080-\uffff]+|\r\n|[\n\r]/g;

/**
 * The `mappings` of a source map with one source, a segment for the begin of every token and behind every insertion.
 * Insertions stay on their lines, so only columns differ.
 */
export function mapInsertions(source: string, insertions: readonly Insertion[]): string {
  let mappings = '';
  let next = 0;
  let due = insertions[0];
  let lineStart = 0;
  let shift = 0;
  let isFirst = true;
  let last = 0;
  let lastColumn = 0;
  let lines = 0;
  let lastLine = 0;
  const add = (offset: number) => {
    const column = offset - lineStart;
    const generated = column + shift;
    if (!isFirst) mappings += ',';
    mappings += `${vlq(generated - last)}A${vlq(lines - lastLine)}${vlq(column - lastColumn)}`;
    isFirst = false;
    last = generated;
    lastColumn = column;
    lastLine = lines;
  };
  for (const { 0: token, index } of source.matchAll(TOKEN)) {
    const end = index + token.length;
    if (token === '\n' || token === '\r' || token === '\r\n') {
      for (; due && due.offset <= index; due = insertions[++next]) shift += due.text.length;
      mappings += ';';
      lines += 1;
      lineStart = end;
      shift = 0;
      last = 0;
      isFirst = true;
      continue;
    }
    for (; due && due.offset <= index; due = insertions[++next]) shift += due.text.length;
    add(index);
    for (; due && due.offset < end; due = insertions[++next]) {
      shift += due.text.length;
      add(due.offset);
    }
  }
  return mappings;
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
