/** Parsing Go's text format. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { fromGoText } from '../../../src/interchange/from-go-text.js';
import { toGoText } from '../../../src/interchange/to-go-text.js';
import { toIstanbul } from '../../../src/interchange/to-istanbul.js';
import { metaOf, randomMeta, randomOf } from '../../support/profiles.js';

const ROOT = resolve('/app');

function textOf(...files: readonly FileCoverageData[]): string {
  return toGoText(Object.fromEntries(files.map((file) => [file.path, file])) as CoverageMapData, ROOT);
}

/** Formats parsed coverage again. */
function again(text: string): string {
  return textOf(
    ...[...fromGoText(text).values()].map((file) => ({ ...file, path: resolve(ROOT, file.path) })),
  );
}

describe('fromGoText', () => {
  it('returns coverage that formats to the same text', () => {
    const text = textOf(
      toIstanbul(metaOf({ path: 'src/a.ts' }), [3, 0, 1], ROOT),
      toIstanbul(metaOf({ path: 'src/with%25 a\nbreak.ts' }), [1, 2, 0], ROOT),
    );
    assert.equal(again(text), text);
  });

  it('returns coverage that formats to the same text for random coverage (seeded)', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = randomOf(seed);
      const meta = { ...randomMeta(random), path: `src/${seed}.ts` };
      // Istanbul has no statements without a range.
      const statements = meta.statements.filter(({ range }) => range[0] > 0);
      const counters = Array.from({ length: meta.probes }, () => random(9));
      const text = textOf(toIstanbul({ ...meta, statements }, counters, ROOT));
      assert.equal(again(text), text, `seed ${seed}`);
    }
  });

  it('returns the declared number of statements for each block', () => {
    const [file] = fromGoText('mode: count\na.go:2.3,4.5 3 7\n').values();
    const range = { start: { line: 2, column: 2 }, end: { line: 4, column: 4 } };
    assert.deepEqual(file?.statementMap, { 0: range, 1: range, 2: range });
    assert.deepEqual(file?.s, { 0: 7, 1: 7, 2: 7 });
  });

  it('adds counts up to the largest exact one', () => {
    const line = `a.js:1.1,1.9 1 ${Number.MAX_SAFE_INTEGER}`;
    const file = fromGoText(`mode: atomic\n${line}\n${line}\n`).get('a.js');
    assert.deepEqual(file?.s, { 0: Number.MAX_SAFE_INTEGER });
  });

  it('quotes only a part of a long line', () => {
    const text = `mode: atomic\n${'x'.repeat(3_000_000)}\n`;
    assert.throws(
      () => fromGoText(text),
      ({ message }: Error) => message.length < 1000 && message.startsWith('line 2 is not'),
    );
  });

  it('adds concatenated texts', () => {
    const text = 'mode: atomic\na.js:1.1,1.5 1 2\nb.js:1.1,1.5 1 0\n';
    const files = fromGoText(text + text);
    assert.deepEqual(
      [...files].map(([path, { s }]) => [path, s]),
      [
        ['a.js', { 0: 4 }],
        ['b.js', { 0: 0 }],
      ],
    );
  });

  const REFUSED: readonly [title: string, text: string, reason: RegExp][] = [
    ['an empty text', '', /, got ""$/],
    ['another text', 'hello\n', /expected "mode: atomic" or "mode: count" at the start/],
    ['mode set', 'mode: set\na.js:1.1,1.2 1 1\n', /, got "mode: set"$/],
    ['a truncated text', 'mode: atomic\na.js:1.1,1.2 1 1', /the last line is incomplete/],
    ['half a line', 'mode: atomic\na.js:1.1,1.2 1\n', /line 2 is not in Go's text format: "a\.js/],
    ['a column 0', 'mode: atomic\na.js:1.0,1.2 1 1\n', /^line 2 is not in Go's text format/],
    [
      'a later line with another mode',
      'mode: atomic\na.js:1.1,1.2 1 1\nmode: count\n',
      /^line 3 is not in Go's text format/,
    ],
    [
      'a count above 2^53 - 1',
      'mode: atomic\na.js:1.1,1.2 1 9007199254740993\n',
      /^line 2 is not in Go's text format/,
    ],
    [
      'too many statements in a block',
      'mode: atomic\na.js:1.1,1.2 999999999 1\n',
      /^line 2 is not in Go's text format/,
    ],
    [
      'implausibly many statements in many blocks',
      `mode: atomic\n${Array.from({ length: 1000 }, (_, line) => `a.js:${line + 1}.1,${line + 1}.9 99999 1\n`).join('')}`,
      /^99999000 statements are too many for a file of this size$/,
    ],
    [
      'one block with two numbers of statements',
      'mode: atomic\na.js:1.1,1.9 1 1\na.js:1.1,1.9 2 1\n',
      /line 3 has another number of statements/,
    ],
  ];

  for (const [title, text, reason] of REFUSED)
    it(`rejects ${title}`, () => assert.throws(() => fromGoText(text), { name: 'Error', message: reason }));
});
