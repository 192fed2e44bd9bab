/** Tests that patterns select what `test-exclude` selects, which is nyc's library for them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { mock } from 'node:test';
import { Minimatch } from 'minimatch';
import TestExclude from 'test-exclude';
import { createPathPatterns } from '../../../src/selection/path-patterns.js';
import { createSelector } from '../../../src/selection/selector.js';
import type { Selection } from '../../../src/settings/run-context.js';
import { type Random, randomOf } from '../../support/profiles.js';

const NAMES = [
  'src',
  'lib',
  'test',
  'node_modules',
  '.config',
  'a',
  'b.c',
  'deep',
  '..generated',
  '#x',
  '!y',
];
const FILE_NAMES = [
  'a.js',
  'b.ts',
  'a.test.js',
  '.hidden.js',
  'x.d.ts',
  'b.cjs',
  '#c.js',
  '!d.js',
  'a.json',
  'js',
];
const SEGMENTS = [
  '**',
  '*',
  'a*',
  '?',
  '{src,lib}',
  '@(a|b)',
  '!(test)',
  '[ab]',
  '*.{js,ts}',
  '*.test.js',
  '**.js',
  '.',
  '..',
  '',
];
const EXTENSIONS = [[], ['.js'], ['.js', '.ts'], ['.cjs', '.js', 'json'], ['.test.js']];

const ROOT = '/srv/app';

describe('the patterns of a selection', () => {
  it('select what test-exclude selects, for random patterns and paths', () => {
    const random = randomOf(1);
    const decided = { selected: 0, other: 0 };
    for (let round = 0; round < 150; round++) {
      const selection = randomSelection(random, ROOT);
      const { isSelected } = createPathPatterns(selection);
      const reference = testExcludeOf(selection);
      for (let tried = 0; tried < 25; tried++) {
        const file = randomFile(random);
        const expected = reference.shouldInstrument(file);
        assert.equal(isSelected(file), expected, `${file} by ${JSON.stringify(selection)}`);
        decided[expected ? 'selected' : 'other'] += 1;
      }
    }
    // Patterns that select everything or nothing would compare nothing.
    assert.ok(decided.selected > 200 && decided.other > 200, JSON.stringify(decided));
  });

  it('select nothing in a directory that is pruned', () => {
    const random = randomOf(2);
    let pruned = 0;
    for (let round = 0; round < 400; round++) {
      const selection = randomSelection(random, ROOT);
      const { isSelected, isPruned } = createPathPatterns(selection);
      for (let tried = 0; tried < 25; tried++) {
        const file = randomFile(random);
        if (!file.startsWith(`${ROOT}/`) || dirname(file) === ROOT || !isPruned(dirname(file))) continue;
        assert.equal(isSelected(file), false, `${file} by ${JSON.stringify(selection)}`);
        pruned += 1;
      }
    }
    assert.ok(pruned > 200, `${pruned}`);
  });

  it('are compiled once for all files', () => {
    const exclude = ['**/x*.js', '**/y*.js'];
    const { isSelected } = createPathPatterns({ ...EVERYTHING, exclude });
    const make = mock.method(Minimatch.prototype, 'make');
    try {
      assert.equal(isSelected(`${ROOT}/a.js`), true);
      const compiled = make.mock.callCount();
      assert.ok(compiled > 0);
      assert.equal(isSelected(`${ROOT}/b.js`), true);
      assert.equal(make.mock.callCount(), compiled);
    } finally {
      make.mock.restore();
    }
  });

  it('are not compiled for paths without the text that they require', () => {
    const exclude = ['coverage/**', '**/{karma,rollup}.config.js'];
    const { isSelected } = createPathPatterns({ ...EVERYTHING, exclude });
    const make = mock.method(Minimatch.prototype, 'make');
    try {
      assert.equal(isSelected(`${ROOT}/a.js`), true);
      assert.equal(make.mock.callCount(), 0);
      assert.equal(isSelected(`${ROOT}/deep/karma.config.js`), false);
    } finally {
      make.mock.restore();
    }
  });
});

describe('the list of selected files', () => {
  let root: string;

  before(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
    const random = randomOf(3);
    for (let created = 0; created < 120; created++) {
      const file = join(root, randomPath(random, NAMES, 3));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.${created}.js`, '');
      writeFileSync(join(dirname(file), pick(random, FILE_NAMES)), '');
    }
  });

  after(() => rmSync(root, { recursive: true, force: true }));

  it('equals that of test-exclude, for random patterns', async () => {
    const random = randomOf(4);
    let listed = 0;
    for (let round = 0; round < 40; round++) {
      const selection = withoutAbsolutePatterns(randomSelection(random, root));
      const expected = await testExcludeOf(selection).glob();
      const files = createSelector(selection).listFiles();
      assert.deepEqual(files.toSorted(), expected.toSorted(), JSON.stringify(selection));
      listed += files.length;
    }
    assert.ok(listed > 500, `${listed}`);
  });
});

const EVERYTHING: Selection = {
  root: ROOT,
  include: [],
  exclude: [],
  extension: ['.js'],
  excludeNodeModules: false,
};

function testExcludeOf({
  root,
  include,
  exclude,
  extension,
  excludeNodeModules,
}: Selection): InstanceType<typeof TestExclude> {
  const lists = { include: [...include], exclude: [...exclude], extension: [...extension] };
  return new TestExclude({ cwd: root, ...lists, excludeNodeModules });
}

/** test-exclude lists no file that an absolute pattern excludes, but selects it: its patterns are relative. */
function withoutAbsolutePatterns(selection: Selection): Selection {
  return { ...selection, exclude: selection.exclude.filter((pattern) => !/^!*\//.test(pattern)) };
}

function randomSelection(random: Random, root: string): Selection {
  const patterns = (most: number) => Array.from({ length: random(most) }, () => randomPattern(random));
  return {
    root,
    include: patterns(3),
    exclude: patterns(5),
    extension: pick(random, EXTENSIONS),
    excludeNodeModules: random(2) === 0,
  };
}

/** Returns a pattern, which is negated, a comment, or one of a directory now and then. */
function randomPattern(random: Random): string {
  const start = pick(random, ['', '', '', '', '**/', '!', '!**/', '#', './', '!!', '/']);
  const end = pick(random, ['', '', '/', '/**', '.js']);
  return start + randomPath(random, [...SEGMENTS, ...NAMES, ...FILE_NAMES], 3) + end;
}

function randomFile(random: Random): string {
  const directory = pick(random, [ROOT, ROOT, ROOT, ROOT, ROOT, ROOT, '/srv/app-two', '/srv', '/']);
  return join(directory, randomPath(random, NAMES, 3), pick(random, FILE_NAMES));
}

/** Returns up to `most` segments. */
function randomPath(random: Random, segments: readonly string[], most: number): string {
  return Array.from({ length: 1 + random(most) }, () => pick(random, segments)).join('/');
}

function pick<T>(random: Random, items: readonly T[]): T {
  return items[random(items.length)] as T;
}
