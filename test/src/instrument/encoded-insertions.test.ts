/** Tests that encoded insertions have the lines, columns and lengths of the inserted texts. */
import assert from 'node:assert/strict';
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';
import {
  decodeInsertions,
  encodeInsertions,
  INSERTED_NAMES,
  type InsertedText,
  mappingsOf,
} from '../../../src/instrument/encoded-insertions.js';
import { findLines } from '../../../src/instrument/probe/syntax/lines.js';
import { randomOf } from '../../support/profiles.js';

const startsOf = (source: string) => findLines(source).starts;

describe('encoded insertions', () => {
  it('have the line and column of each insertion', () => {
    const source = 'one\n\r\ntwo three\nfour';
    const insertions = [
      { offset: 0, text: 'x' },
      { offset: 2, text: 'xx' },
      { offset: 6, text: 'y'.repeat(130) },
      { offset: 10, text: 'z' },
      { offset: source.length, text: 'end' },
    ];
    const bytes = encodeInsertions(insertions, startsOf(source));
    assert.deepEqual(decodeInsertions(bytes), [
      { line: 0, column: 0, length: 1 },
      { line: 0, column: 2, length: 2 },
      { line: 2, column: 0, length: 130 },
      { line: 2, column: 4, length: 1 },
      { line: 3, column: 4, length: 3 },
    ]);
  });

  it('join the insertions at one position', () => {
    const insertions = [
      { offset: 1, text: '}' },
      { offset: 1, text: 'else{' },
    ];
    assert.deepEqual(decodeInsertions(encodeInsertions(insertions, [0])), [
      { line: 0, column: 1, length: 6 },
    ]);
  });

  it('are mappings with the line starts and both ends of each insertion', () => {
    const insertions = [
      { offset: 3, text: 'xx' },
      { offset: 5, text: 'y' },
      { offset: 7, text: 'z' },
    ];
    const mappings = mappingsOf(encodeInsertions(insertions, [0, 5, 10]));
    assert.deepEqual(decode(mappings), [
      [
        [0, 0, 0, 0],
        [3, 0, 0, 3, 0],
        [5, 0, 0, 3],
      ],
      [
        [0, 0, 1, 0, 0],
        [1, 0, 1, 0],
        [3, 0, 1, 2, 0],
        [4, 0, 1, 2],
      ],
      [[0, 0, 2, 0]],
      [],
    ]);
  });

  it('are empty without insertions', () => {
    const encoded = encodeInsertions([], [0, 5]);
    assert.deepEqual(decodeInsertions(encoded), []);
    assert.equal(mappingsOf(encoded), 'AAAA;AACA;');
  });

  it('are the same after decoding, for random positions and lengths', () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = randomOf(seed);
      const starts = [0];
      for (let line = 1; line < 50; line++)
        starts.push((starts[line - 1] ?? 0) + 1 + random(seed % 2 ? 30 : 300_000));
      const expected: InsertedText[] = [];
      const insertions = starts.flatMap((start, line) => {
        const length = (starts[line + 1] ?? start + 100) - start;
        const columns = new Set(Array.from({ length: random(5) }, () => random(length)));
        return [...columns]
          .sort((a, b) => a - b)
          .map((column) => {
            const text = 'x'.repeat(1 + random(20_000));
            expected.push({ line, column, length: text.length });
            return { offset: start + column, text };
          });
      });
      assert.deepEqual(decodeInsertions(encodeInsertions(insertions, starts)), expected, `seed ${seed}`);
    }
  });
});

function decode(mappings: string): unknown {
  return decodedMappings(
    new TraceMap({ version: 3, sources: ['a.js'], names: [...INSERTED_NAMES], mappings }),
  );
}
