/** Added lines are parsed from a patch, whatever the content and the names of its files. */
import assert from 'node:assert/strict';
import { parsePatch } from '../../../src/git/patch.js';

describe('parsePatch', () => {
  const parse = (lines: readonly string[]) =>
    Object.fromEntries(parsePatch(Buffer.from(`${lines.join('\n')}\n`, 'latin1')));

  it('returns the added lines of each hunk by the new name of the file', () => {
    const patch = [
      'diff --git a/old.js b/new.js',
      'similarity index 90%',
      'rename from old.js',
      'rename to new.js',
      'index 111..222 100644',
      '--- a/old.js',
      '+++ b/new.js',
      '@@ -2 +2 @@ function f() {',
      '-a',
      '+b',
      '@@ -5,0 +6,3 @@',
      '+1',
      '+2',
      '+3',
      'diff --git a/other.js b/other.js',
      '--- a/other.js',
      '+++ b/other.js',
      '@@ -1 +1 @@',
      '-x',
      '+y',
    ];
    assert.deepEqual(parse(patch), {
      'new.js': [
        { first: 2, last: 2 },
        { first: 6, last: 8 },
      ],
      'other.js': [{ first: 1, last: 1 }],
    });
  });

  it('returns no lines if lines were only removed', () => {
    assert.deepEqual(parse(['--- a/a.js', '+++ b/a.js', '@@ -3,2 +2,0 @@', '-x', '-y']), { 'a.js': [] });
  });

  it('does not parse lines of a file as headers', () => {
    const patch = [
      '--- a/a.js',
      '+++ b/a.js',
      '@@ -1,2 +1,3 @@',
      '--- a/b.js',
      '-@@ -1 +1 @@',
      '+++ b/b.js',
      '+@@ -9 +9,9 @@',
      '+diff --git a/c b/c',
      '@@ -7,0 +8 @@',
      '+x',
    ];
    assert.deepEqual(parse(patch), {
      'a.js': [
        { first: 1, last: 3 },
        { first: 8, last: 8 },
      ],
    });
  });

  it('skips the remark on a missing line break at the end', () => {
    const remark = '\\ No newline at end of file';
    const patch = ['--- a/a.js', '+++ b/a.js', '@@ -1 +1,2 @@', '-x', remark, '+y', '+++ b/z.js', remark];
    const next = ['diff --git a/b.js b/b.js', '--- a/b.js', '+++ b/b.js', '@@ -0,0 +1 @@', '+x', remark];
    assert.deepEqual(parse([...patch, ...next]), {
      'a.js': [{ first: 1, last: 2 }],
      'b.js': [{ first: 1, last: 1 }],
    });
  });

  for (const [feature, written, name] of [
    ['with a space', 'b/a b.js\t', 'a b.js'],
    ['with quotes and line breaks', '"b/\\"q\\"\\t\\n\\\\n.js"', '"q"\t\n\\n.js'],
    ['with a space and quotes', '"b/a \\"b.js"\t', 'a "b.js'],
    ['with bytes in octal', '"b/\\303\\251.js"', 'é.js'],
    ['with unescaped non-ASCII letters', 'b/\xc3\xa9.js', 'é.js'],
    ['in a directory b', 'b/b/a.js', 'b/a.js'],
  ] as const)
    it(`parses a name ${feature}`, () => {
      assert.deepEqual(Object.keys(parse([`+++ ${written}`, '@@ -1 +1 @@', '-x', '+y'])), [name]);
    });
});
