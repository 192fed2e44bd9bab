/** Making several changes of files, or none. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileChange } from '../../../src/file-changes/file-change.js';
import { writeFileChanges } from '../../../src/file-changes/write-file-changes.js';
import type { CovermainError } from '../../../src/platform/errors.js';
import { asSecondUser, giveToSecondUser, requireSecondUser } from '../../support/second-user.js';

describe('writeFileChanges', () => {
  let root: string;
  const path = (name: string) => join(root, name);
  const text = (name: string) => readFileSync(path(name), 'utf8');
  const change = (name: string, before?: string, after?: string): FileChange => ({
    path: path(name),
    before: before === undefined ? undefined : Buffer.from(before),
    after: after === undefined ? undefined : Buffer.from(after),
  });
  const write = (...changes: readonly FileChange[]) => writeFileChanges(changes, root);
  const refused = (code: CovermainError['code'], message: RegExp) => (error: CovermainError) =>
    error.code === code && message.test(error.message);

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-changes-')));
    writeFileSync(path('a.txt'), 'a');
    writeFileSync(path('b.txt'), 'b');
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Returns all files and directories, with modes and contents. */
  const snapshot = () =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => {
        const stats = lstatSync(path(name));
        return [name, stats.mode, stats.uid, stats.isFile() ? text(name) : undefined];
      });

  it('changes, creates and deletes files', () => {
    write(change('a.txt', 'a', 'A'), change('new/deep/c.txt', undefined, 'c'), change('b.txt', 'b'));
    assert.equal(text('a.txt'), 'A');
    assert.equal(text('new/deep/c.txt'), 'c');
    assert.deepEqual(readdirSync(root).sort(), ['a.txt', 'new']);
  });

  it('writes nothing for a change without a difference', () => {
    const { ino, mtimeNs } = statSync(path('a.txt'), { bigint: true });
    write(change('a.txt', 'a', 'a'), change('none/x'));
    const after = statSync(path('a.txt'), { bigint: true });
    assert.deepEqual([after.ino, after.mtimeNs], [ino, mtimeNs]);
    assert.ok(!existsSync(path('none')));
  });

  it('keeps the mode of a file, and gives a new file the mode that it is asked for', () => {
    chmodSync(path('a.txt'), 0o755);
    write(change('a.txt', 'a', 'A'), { ...change('run.sh', undefined, 'exit'), mode: 0o711 });
    assert.equal(statSync(path('a.txt')).mode & 0o7777, 0o755);
    assert.equal(statSync(path('run.sh')).mode & 0o7777, 0o711);
  });

  it('gives a new file the mode of the umask', () => {
    write(change('new.txt', undefined, 'new'));
    assert.equal(statSync(path('new.txt')).mode & 0o7777, 0o666 & ~process.umask());
  });

  it('keeps the owner of a file that root changes', function () {
    requireSecondUser(this);
    giveToSecondUser(path('a.txt'));
    const { uid, gid } = statSync(path('a.txt'));
    write(change('a.txt', 'a', 'A'));
    const after = statSync(path('a.txt'));
    assert.deepEqual([after.uid, after.gid], [uid, gid]);
  });

  it('follows a symbolic link to a file of the project, and keeps the link', () => {
    symlinkSync('a.txt', path('link.txt'));
    write(change('link.txt', 'a', 'A'));
    assert.ok(lstatSync(path('link.txt')).isSymbolicLink());
    assert.equal(text('a.txt'), 'A');
  });

  describe('refuses, without changing a file,', () => {
    const assertRefused = (changes: readonly FileChange[], code: CovermainError['code'], message: RegExp) => {
      const before = snapshot();
      assert.throws(() => write(change('a.txt', 'a', 'A'), ...changes), refused(code, message));
      assert.deepEqual(snapshot(), before);
    };

    it('a link that leads out of the project', () => {
      const outside = mkdtempSync(join(tmpdir(), 'covermain-outside-'));
      try {
        writeFileSync(join(outside, 'x'), 'x');
        symlinkSync(join(outside, 'x'), path('file-link'));
        symlinkSync(outside, path('directory-link'));
        assertRefused([change('file-link', 'x', 'X')], 'FILE_NOT_EDITABLE', /outside of/);
        assertRefused([change('directory-link/y', undefined, 'y')], 'FILE_NOT_EDITABLE', /outside of/);
        assertRefused([change('directory-link/z/y', undefined, 'y')], 'FILE_NOT_EDITABLE', /outside of/);
        assert.deepEqual(readdirSync(outside), ['x']);
      } finally {
        rmSync(outside, { recursive: true });
      }
    });

    it('a path out of the project', () => {
      assertRefused([change('../x.txt', undefined, 'x')], 'FILE_NOT_EDITABLE', /x\.txt: it is outside of/);
    });

    it('a link that leads nowhere', () => {
      symlinkSync('nothing', path('link'));
      assertRefused([change('link', undefined, 'x')], 'FILE_NOT_EDITABLE', /link that leads nowhere/);
    });

    it('a read-only file', () => {
      chmodSync(path('b.txt'), 0o444);
      assertRefused([change('b.txt', 'b', 'B')], 'FILE_NOT_EDITABLE', /b\.txt: it is read-only/);
    });

    it('a directory', () => {
      mkdirSync(path('directory'));
      assertRefused([change('directory', undefined, 'x')], 'FILE_NOT_EDITABLE', /not a regular file/);
    });

    it('a file that has another content, was deleted, or exists already', () => {
      assertRefused([change('b.txt', 'old', 'new')], 'FILE_CHANGED', /b\.txt: its content has changed/);
      assertRefused([change('gone.txt', 'old', 'new')], 'FILE_CHANGED', /gone\.txt: it was deleted/);
      assertRefused([change('b.txt', undefined, 'new')], 'FILE_CHANGED', /b\.txt: it was created/);
    });

    it('a file below another file', () => {
      assertRefused([change('b.txt/c', undefined, 'c')], 'FILE_NOT_EDITABLE', /b\.txt\/c: ENOTDIR/);
    });

    it('a name that is too long for the file system', () => {
      assertRefused([change('x'.repeat(300), undefined, 'x')], 'FILE_NOT_EDITABLE', /ENAMETOOLONG/);
    });
  });

  describe('undoes everything', () => {
    it('when a directory cannot be written', function () {
      requireSecondUser(this);
      mkdirSync(path('closed'));
      chmodSync(root, 0o777);
      const before = snapshot();
      const changes = [
        change('new/deep/c.txt', undefined, 'c'),
        change('d.txt', undefined, 'd'),
        change('closed/e.txt', undefined, 'e'),
      ];
      assert.throws(
        () => asSecondUser(() => write(...changes)),
        refused('OUTPUT_NOT_WRITABLE', /closed\/e\.txt: EACCES.*No file was changed/),
      );
      assert.deepEqual(snapshot(), before);
    });

    it('when a rename fails after others have succeeded', () => {
      chmodSync(path('a.txt'), 0o751);
      mkdirSync(path('new'));
      const before = snapshot();
      // The second change of a path finds the file that the first one has created.
      const changes = [
        change('a.txt', 'a', 'A'),
        change('b.txt', 'b'),
        change('new/c.txt', undefined, 'c'),
        change('new/deep/d.txt', undefined, 'd'),
        change('new/c.txt', undefined, 'again'),
      ];
      assert.throws(() => write(...changes), refused('FILE_CHANGED', /c\.txt: it was created/));
      assert.deepEqual(snapshot(), before);
    });
  });
});
