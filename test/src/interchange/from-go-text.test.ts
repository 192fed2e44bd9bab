/** Go's text format is read back as it was written, and what is none of it is refused by its line. */
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

/** As if the text had been written of what was read. */
function again(text: string): string {
  return textOf(
    ...[...fromGoText(text).values()].map((file) => ({ ...file, path: resolve(ROOT, file.path) })),
  );
}

describe("Go's text format, read", () => {
  it('gives the text that it was read from', () => {
    const text = textOf(
      toIstanbul(metaOf({ path: 'src/a.ts' }), [3, 0, 1], ROOT),
      toIstanbul(metaOf({ path: 'src/with%25 a\nbreak.ts' }), [1, 2, 0], ROOT),
    );
    assert.equal(again(text), text);
  });

  it('does so for any text that is written (seeded)', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = randomOf(seed);
      const meta = { ...randomMeta(random), path: `src/${seed}.ts` };
      // Statements of no place are no Istanbul's.
      const statements = meta.statements.filter(({ range }) => range[0] > 0);
      const counters = Array.from({ length: meta.probes }, () => random(9));
      const text = textOf(toIstanbul({ ...meta, statements }, counters, ROOT));
      assert.equal(again(text), text, `seed ${seed}`);
    }
  });

  it('is a number of statements for each block', () => {
    const [file] = fromGoText('mode: count\na.go:2.3,4.5 3 7\n').values();
    const range = { start: { line: 2, column: 2 }, end: { line: 4, column: 4 } };
    assert.deepEqual(file?.statementMap, { 0: range, 1: range, 2: range });
    assert.deepEqual(file?.s, { 0: 7, 1: 7, 2: 7 });
  });

  it('is the sum of texts that were put one behind another', () => {
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

  const REFUSED: readonly [what: string, text: string, reason: RegExp][] = [
    ['nothing', '', /begins with ""$/],
    ['another text', 'hello\n', /expected it to begin with "mode: atomic"/],
    ['counts that tell no more than whether', 'mode: set\na.js:1.1,1.2 1 1\n', /begins with "mode: set"$/],
    ['a text that was cut short', 'mode: atomic\na.js:1.1,1.2 1 1', /its last line has no end/],
    ['half a line', 'mode: atomic\na.js:1.1,1.2 1\n', /its line 2 is none of Go's text format: "a\.js/],
    ['a column 0', 'mode: atomic\na.js:1.0,1.2 1 1\n', /its line 2 is none/],
    ['another mode behind', 'mode: atomic\na.js:1.1,1.2 1 1\nmode: count\n', /its line 3 is none/],
    ['a count that is not exact', 'mode: atomic\na.js:1.1,1.2 1 9007199254740993\n', /its line 2 is none/],
    ['statements without end', 'mode: atomic\na.js:1.1,1.2 999999999 1\n', /its line 2 is none/],
    [
      'many blocks of more statements than any code has',
      `mode: atomic\n${Array.from({ length: 1000 }, (_, line) => `a.js:${line + 1}.1,${line + 1}.9 99999 1\n`).join('')}`,
      /tell of 99999000 statements, and no code has so many in so few blocks$/,
    ],
    [
      'one block with two sizes',
      'mode: atomic\na.js:1.1,1.9 1 1\na.js:1.1,1.9 2 1\n',
      /line 3 has another number of statements/,
    ],
  ];

  for (const [what, text, reason] of REFUSED)
    it(`refuses ${what}`, () => assert.throws(() => fromGoText(text), { name: 'Error', message: reason }));
});
