/** Tests that the source map traces each token of instrumented code to its exact position in the source. */
import assert from 'node:assert/strict';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { decodeInsertions, encodeInsertions } from '../../../src/instrument/encoded-insertions.js';
import { mapInsertions } from '../../../src/instrument/insertion-map.js';
import { applyInsertions, type Insertion } from '../../../src/instrument/probe/edits/insertions.js';
import { findLines } from '../../../src/instrument/probe/syntax/lines.js';
import { type Random, randomOf } from '../../support/profiles.js';

describe('the source map of insertions', () => {
  it('traces each token to its exact position for random sources and insertions', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = randomOf(seed);
      assertExact(random, randomPieces(random), `seed ${seed}`);
    }
  });

  it('traces an insertion before a token to that token', () => {
    const source = 'a(b)\nc';
    const insertions = [
      { offset: 0, text: 'x;' },
      { offset: 2, text: '(y,' },
      { offset: 3, text: ')' },
      { offset: 5, text: '{' },
      { offset: 6, text: '}' },
    ];
    const map = mapOf(source, insertions);
    // x;a((y,b))
    // {c}
    const columns = [0, 0, 0, 1, 2, 2, 2, 2, 3, 3];
    for (const [column, original] of columns.entries())
      assert.equal(originalPositionFor(map, { line: 1, column }).column, original, `column ${column}`);
    assert.equal(originalPositionFor(map, { line: 2, column: 0 }).column, 0);
    assert.equal(originalPositionFor(map, { line: 2, column: 1 }).column, 0);
  });

  it('has no segments for an empty source', () => {
    assert.equal(mapInsertions('', []), '');
    assert.equal(mapInsertions('\n\n', []), ';;');
  });
});

function mapOf(source: string, insertions: readonly Insertion[]): TraceMap {
  return new TraceMap({
    version: 3,
    sources: ['a.js'],
    names: [],
    mappings: mapInsertions(source, decodeInsertions(encodeInsertions(insertions, findLines(source).starts))),
  });
}

/** Returns random tokens and blanks, with a blank between two words. */
function randomPieces(random: Random): readonly string[] {
  const pieces = [
    'a',
    'b1',
    '$',
    'é',
    '🙂',
    '(',
    ')',
    '=>',
    '{',
    '}',
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '"',
    '.',
    ';',
  ];
  const chosen = Array.from({ length: random(60) }, () => pieces[random(pieces.length)] ?? '');
  return chosen.flatMap((piece, index) =>
    /[\w$é🙂]$/u.test(chosen[index - 1] ?? '') ? [' ', piece] : [piece],
  );
}

/** Asserts that each token is mapped exactly, with insertions before some pieces. */
function assertExact(random: Random, pieces: readonly string[], message: string): void {
  const source = pieces.join('');
  const insertions: Insertion[] = [];
  const tokens: { offset: number; generatedOffset: number }[] = [];
  let offset = 0;
  let insertedLength = 0;
  for (const piece of pieces) {
    const isBlank = piece.trim() === '';
    const isInserted = random(3) === 0 && !(isBlank && /\s$/.test(source.slice(0, offset)));
    const text = isInserted ? (['x', '$c[1]++;', '(', '}', 'else{$c[2]++;}'][random(5)] ?? '') : '';
    if (isInserted) insertions.push({ offset, text });
    insertedLength += text.length;
    if (!isBlank) tokens.push({ offset, generatedOffset: offset + insertedLength });
    offset += piece.length;
  }
  const map = mapOf(source, insertions);
  const before = findLines(source);
  const after = findLines(applyInsertions(source, insertions));
  for (const token of tokens) {
    const { line, column } = originalPositionFor(map, after.positionOf(token.generatedOffset));
    const expected = before.positionOf(token.offset);
    assert.deepEqual({ line, column }, expected, `${message}: ${JSON.stringify(source)} at ${token.offset}`);
  }
}
