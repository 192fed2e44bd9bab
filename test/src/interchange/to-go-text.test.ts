/** Formatting coverage in Go's text format. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { fromGoText } from '../../../src/interchange/from-go-text.js';
import { type StatementCounts, toGoText } from '../../../src/interchange/to-go-text.js';
import { instrumentWith, mapsOf } from '../../support/engines.js';
import { REPOSITORY } from '../../support/project.js';
import { randomProgram } from '../../support/random-programs.js';
import { runInRealm } from '../../support/run-in-realm.js';

/** Pattern of a line in golang.org/x/tools/cover, which Go's tools use. */
const LINE = /^(.+):([0-9]+)\.([0-9]+),([0-9]+)\.([0-9]+) ([0-9]+) ([0-9]+)$/;

const ROOT = resolve('/app');

interface Line {
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
  readonly statements: number;
  readonly count: number;
}

type Position = readonly [line: number, column: number];

function parse(text: string): readonly Line[] {
  const [mode, ...lines] = text.split('\n');
  assert.equal(mode, 'mode: atomic');
  assert.equal(lines.pop(), '');
  return lines.map((line) => {
    const [, path = '', ...digits] = LINE.exec(line) ?? assert.fail(`not a line of the format: ${line}`);
    const [l = 0, c = 0, endL = 0, endC = 0, statements = 0, count = 0] = digits.map(Number);
    return { path, start: [l, c], end: [endL, endC], statements, count };
  });
}

function textOf(map: Readonly<Record<string, StatementCounts>>): string {
  return toGoText(
    Object.fromEntries(Object.entries(map).map(([path, counts]) => [resolve(ROOT, path), counts])),
    ROOT,
  );
}

/** Returns a file with one statement and its count. */
function fileOf(count: number): StatementCounts {
  return {
    statementMap: { 0: { start: { line: 1, column: 0 }, end: { line: 2, column: 3 } } },
    s: { 0: count },
  };
}

describe('toGoText', () => {
  it('writes a line per statement, with columns from 1 and exclusive ends', () => {
    const source = 'function f(a) {\n  if (a) a();\n}\nconst g = () => 7;\nf(g);\n';
    const { counts } = runInRealm(instrumentWith('probe', source, 'src/a.js'));
    assert.equal(
      textOf({ 'src/a.js': counts() }),
      [
        'mode: atomic',
        'src/a.js:2.3,2.10 1 1',
        'src/a.js:2.10,2.14 1 1',
        'src/a.js:4.11,4.17 1 1',
        'src/a.js:4.17,4.18 1 1',
        'src/a.js:5.1,5.6 1 1',
        '',
      ].join('\n'),
    );
  });

  it('writes only the mode without statements', () => {
    assert.equal(textOf({}), 'mode: atomic\n');
    assert.equal(textOf({ 'a.js': { statementMap: {}, s: {} } }), 'mode: atomic\n');
  });

  it('sorts by path, then by line and column as numbers', () => {
    const { statementMap } = mapsOf('probe', `${'f();'.repeat(30)}${'\nf();'.repeat(30)}`);
    const s = Object.fromEntries(Object.keys(statementMap).map((id) => [id, Number(id)]));
    const backwards = Object.fromEntries(Object.entries(statementMap).toReversed());
    const lines = parse(
      textOf({ 'b.js': { statementMap: backwards, s }, 'b/a.js': fileOf(1), 'a.js': fileOf(2) }),
    );
    assert.deepEqual(
      lines.map(({ path, count }) => `${path} ${count}`),
      ['a.js 2', ...Array.from({ length: 60 }, (_, id) => `b.js ${id}`), 'b/a.js 1'],
    );
  });

  it('writes large counts exactly', () => {
    const [line] = parse(textOf({ 'a.js': fileOf(2 ** 53 - 1) }));
    assert.equal(line?.count, Number.MAX_SAFE_INTEGER);
  });

  it('writes 0 for a statement without a count', () => {
    assert.match(textOf({ 'a.js': { ...fileOf(0), s: {} } }), /^a\.js:1\.1,2\.4 1 0$/m);
  });

  it('writes paths with any characters, relative to the root', () => {
    const paths = ['src/é 終🙂.ts', '../lib/a.js', 'a:1.2,3.4 5 6', '100%.js', '%20.js'];
    const lines = parse(textOf(Object.fromEntries(paths.map((path) => [path, fileOf(1)]))));
    assert.deepEqual(
      lines.map(({ path }) => path),
      paths.toSorted(),
    );
  });

  it('encodes line breaks in paths without collisions', () => {
    const paths = ['a\nb', 'a%0Ab', 'a%250Ab', 'a%\nb', 'a%%0Ab', 'a\rb', 'a%0Db', 'a%25b', 'a%2525b'];
    const lines = parse(textOf(Object.fromEntries(paths.map((path) => [path, fileOf(1)]))));
    const found = lines.map(({ path }) => path);
    assert.equal(new Set(found).size, paths.length);
    assert.deepEqual(
      found.map((path) => path.replace(/%(0A|0D|25)/g, decodeURIComponent)).sort(),
      paths.toSorted(),
    );
    assert.ok(found.includes('a%0Ab') && found.includes('a%250Ab'));
  });

  it('encodes what controls a terminal or a CI system, so that reading the text returns the paths', () => {
    const paths = [
      'a\u2028b.js',
      '\x1b[31m.js',
      'a\u202eb.js',
      'a\u0085b.js',
      'a\ufeffb.js',
      'a\u200bb.js',
      'a\u3164b.js',
      'a\u{e0041}b.js',
      'a%uDB40%uDC41b.js',
      '👨‍👩‍👧.js',
      'lone\ud83d.js',
      'lone\ude00.js',
      '%uD83D.js',
      '%1B.js',
      '::error::a.js',
      ' ::error::a.js',
      '%3A:error::a.js',
      '##[error]a.js',
      'a ##vso[b].js',
      '##teamcity[a]',
      '%23#[error]a.js',
      'plain 日本🙂.js',
    ];
    const text = textOf(Object.fromEntries(paths.map((path) => [path, fileOf(1)])));
    for (const line of text.split('\n')) {
      assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u3164]/u);
      assert.doesNotMatch(line, /^\s*::|##(?:vso|teamcity)?\[/);
    }
    assert.deepEqual([...fromGoText(Buffer.from(text).toString()).keys()].sort(), paths.sort());
    assert.match(text, /^plain 日本🙂\.js:/m);
  });
});

describe('the text of a real source', () => {
  const PACKAGES = [
    'acorn/dist/acorn.js',
    'lodash/lodash.js',
    'lodash/lodash.min.js',
    'preact/dist/preact.mjs',
  ];
  const SOURCES: readonly (readonly [title: string, source: () => string, file?: string])[] = [
    ...PACKAGES.map((file) => [file, () => readModule(file)] as const),
    ['TypeScript', () => readFileSync(import.meta.filename, 'utf8'), 'a.ts'],
    ...[1, 2, 3, 4, 5].map((seed) => [`a random program, ${seed}`, () => randomProgram(seed)] as const),
  ];

  for (const [title, source, file] of SOURCES) {
    it(`contains each statement once, with its own count: ${title}`, () => {
      const maps = mapsOf('probe', source(), file);
      // Each statement has a unique count, so that no statement can be taken for another.
      const s = Object.fromEntries(Object.keys(maps.statementMap).map((id) => [id, Number(id) + 1]));
      const lines = parse(textOf({ 'a.js': { ...maps, s } }));
      assert.ok(lines.length > 0);
      assert.ok(lines.every(({ statements }) => statements === 1));
      assert.deepEqual(
        lines.map(({ count }) => count).sort((one, other) => one - other),
        Object.values(s),
      );
      assertApart(lines);
      for (const line of lines) assertWithin(line, maps);
    });
  }

  it('has the same blocks for any counts, so that texts can be added line by line', () => {
    const maps = mapsOf('probe', readModule('acorn/dist/acorn.js'));
    const ids = Object.keys(maps.s);
    const [one, other, sum] = [
      (id: number) => id % 3,
      (id: number) => id % 7,
      (id: number) => (id % 3) + (id % 7),
    ].map((count) => {
      const s = Object.fromEntries(ids.map((id) => [id, count(Number(id))]));
      return parse(textOf({ 'a.js': { ...maps, s } }));
    });
    assert.deepEqual(
      one?.map((line, index) => ({ ...line, count: line.count + (other?.[index]?.count ?? Number.NaN) })),
      sum,
    );
  });
});

function readModule(file: string): string {
  return readFileSync(join(REPOSITORY, 'node_modules', file), 'utf8');
}

/** Lines of one file that follow each other and have something in them. */
function assertApart(lines: readonly Line[]): void {
  for (const [index, { start, end }] of lines.entries()) {
    assert.ok(compare(start, end) < 0, `a block of nothing at ${start}`);
    const before = lines[index - 1];
    assert.ok(!before || compare(before.end, start) <= 0, `blocks overlap at ${start}`);
  }
}

/** Identifies the statement of a line by its count. */
function assertWithin({ start, end, count }: Line, { statementMap }: FileCoverageData): void {
  const range = statementMap[count - 1] ?? assert.fail(`no statement ${count - 1}`);
  assert.ok(
    compare([range.start.line, range.start.column + 1], start) <= 0,
    `${count - 1} begins at ${start}`,
  );
  assert.ok(compare(end, [range.end.line, range.end.column + 1]) <= 0, `${count - 1} ends at ${end}`);
}

function compare([line, column]: Position, [otherLine, otherColumn]: Position): number {
  return line - otherLine || column - otherColumn;
}
