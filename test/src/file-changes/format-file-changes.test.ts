/** Showing planned changes as a unified diff that Git can apply. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FileChange } from '../../../src/file-changes/file-change.js';
import { formatFileChanges } from '../../../src/file-changes/format-file-changes.js';

const change = (path: string, before?: string, after?: string): FileChange => ({
  path,
  before: before === undefined ? undefined : Buffer.from(before),
  after: after === undefined ? undefined : Buffer.from(after),
});

describe('formatFileChanges', () => {
  it('formats a changed file as Git does, with the path relative to the directory', () => {
    assert.deepEqual(formatFileChanges([change('/p/src/a.js', 'one\ntwo\n', 'one\n2\n')], '/p'), [
      'diff --git a/src/a.js b/src/a.js',
      '--- a/src/a.js',
      '+++ b/src/a.js',
      '@@ -1,2 +1,2 @@',
      ' one',
      '-two',
      '+2',
    ]);
  });

  it('has no lines for a change without a difference', () => {
    assert.deepEqual(formatFileChanges([change('/p/a', 'a', 'a'), change('/p/b')], '/p'), []);
  });

  describe('git apply', () => {
    let root: string;

    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'covermain-diff-'));
    });

    afterEach(() => rmSync(root, { recursive: true }));

    for (const [title, name, before, after] of [
      ['a changed file', 'src/a.js', 'one\ntwo\n', 'one\nand\ntwo\n'],
      ['a created file', 'new/a.js', undefined, 'one\n'],
      ['an empty created file', 'new/a.js', undefined, ''],
      ['a deleted file', 'a.js', 'one\n', undefined],
      ['CRLF line ends and a byte order mark', 'a.js', '\uFEFFone\r\ntwo\r\n', '\uFEFFone\r\nand\r\ntwo\r\n'],
      ['a file without a final newline', 'a.js', 'one\ntwo', 'one\nand\ntwo'],
      ['a file that gets a final newline', 'a.js', 'one', 'one\n'],
      ['a file that becomes empty', 'a.js', 'one\n', ''],
      ['a file that ends with empty lines', 'a.js', 'one\n\n\n', 'two\n\n\n'],
      ['lines with other separators', 'a.js', 'a\rb\u2028c\n', 'a\rb\u2028c\nd\r\r\n'],
      ['a name with spaces, quotes, a tab and letters', 'a "b"\tä/ \\x.js', 'one\n', 'two\n'],
      ['lines that look like a diff', 'a.js', '--- x\n+++ y\n@@ z\n', '--- x\n+++ Y\n\\ z\n'],
    ] as const) {
      it(`reproduces ${title}`, () => {
        const path = join(root, name);
        if (before !== undefined) {
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, before);
        }
        const patch = `${formatFileChanges([change(path, before, after)], root).join('\n')}\n`;
        const { status, stderr } = spawnSync('git', ['apply', '--whitespace=nowarn'], {
          cwd: root,
          input: patch,
          encoding: 'utf8',
          env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(root) },
        });
        assert.equal(status, 0, `${stderr}\n${patch}`);
        assert.equal(existsSync(path) ? readFileSync(path, 'utf8') : undefined, after);
      });
    }

    it('reproduces the mode of a created file', () => {
      const created = { ...change(join(root, 'run.sh'), undefined, 'exit\n'), mode: 0o755 };
      const input = `${formatFileChanges([created], root).join('\n')}\n`;
      spawnSync('git', ['apply'], {
        cwd: root,
        input,
        env: { ...process.env, GIT_CEILING_DIRECTORIES: dirname(root) },
      });
      assert.equal(statSync(join(root, 'run.sh')).mode & 0o111, 0o111 & ~process.umask());
    });
  });
});
