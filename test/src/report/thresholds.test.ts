/** A threshold is missed where nyc says so. */
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { describeMiss, findMisses } from '../../../src/report/thresholds.js';
import { ranIn } from '../../support/ran.js';

const ROOT = resolve('/app');
const NONE = { statements: 0, branches: 0, functions: 0, lines: 0 };

describe('findMisses', () => {
  const map = ranIn(ROOT, {
    'src/a.js': 'let a = 1;\nlet b = 2;\nfunction f() {\n  a;\n}\n',
    'src/b.js': 'let c = 1;\nif (c) c;\n',
  });
  const lines = (...args: Parameters<typeof findMisses>) => findMisses(...args).map(describeMiss);

  it('says what was wanted of all files together, and what there is', () => {
    assert.deepEqual(lines(map, { statements: 84, branches: 50.01, functions: 1, lines: 80 }, ROOT, false), [
      'all files: 83.33% of statements are covered, and at least 84% are wanted',
      'all files: 50% of branches are covered, and at least 50.01% are wanted',
      'all files: 0% of functions are covered, and at least 1% are wanted',
    ]);
  });

  it('names each file that misses it, where they are checked by themselves', () => {
    assert.deepEqual(lines(map, { ...NONE, statements: 80, functions: 100 }, ROOT, true), [
      'src/a.js: 66.66% of statements are covered, and at least 80% are wanted',
      'src/a.js: 0% of functions are covered, and at least 100% are wanted',
    ]);
  });

  it('is content with what is reached exactly', () => {
    assert.deepEqual(lines(map, { ...NONE, branches: 50, statements: 83.33 }, ROOT, false), []);
  });

  it('wants nothing of what has nothing to cover', () => {
    const empty = ranIn(ROOT, { 'a.js': '' });
    assert.deepEqual(
      lines(empty, { statements: 100, branches: 100, functions: 100, lines: 100 }, ROOT, true),
      [],
    );
  });
});
