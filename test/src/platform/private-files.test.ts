/** Creating files and directories that only their owner can read and write. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrivateDirectory, restrictTree } from '../../../src/platform/private-directories.js';
import { createPrivateFile } from '../../../src/platform/private-files.js';
import { openPrivateLog } from '../../../src/platform/private-log.js';
import { writeAtomically } from '../../../src/platform/write-atomically.js';

describe('private files', function () {
  if (process.platform === 'win32') this.pending = true; // files have no modes there
  let directory: string;

  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const modeOf = (path: string) => statSync(path).mode & 0o777;

  for (const umask of [0o000, 0o002, 0o022, 0o077, 0o777]) {
    it(`have the mode of their owner with a umask of ${umask.toString(8).padStart(3, '0')}`, () => {
      const before = process.umask(umask);
      try {
        const inner = join(directory, 'a/b/c');
        assert.equal(createPrivateDirectory(inner), join(directory, 'a'));
        createPrivateFile(join(inner, 'file'), 'text');
        closeSync(openPrivateLog(join(inner, 'log')));
        writeAtomically(join(inner, 'atomic'), 'text');
        const directories = ['a', 'a/b', 'a/b/c'].map((path) => modeOf(join(directory, path)));
        assert.deepEqual(directories, [0o700, 0o700, 0o700]);
        const files = ['file', 'log', 'atomic'].map((path) => modeOf(join(inner, path)));
        assert.deepEqual(files, [0o600, 0o600, 0o600]);
      } finally {
        process.umask(before);
      }
    });
  }

  it('follow the umask if they are written for everybody', () => {
    const before = process.umask(0o022);
    try {
      writeAtomically(join(directory, 'report'), 'text', { isPublic: true });
    } finally {
      process.umask(before);
    }
    assert.equal(modeOf(join(directory, 'report')), 0o644);
  });

  describe('createPrivateDirectory', () => {
    it('leaves existing directories as they are', () => {
      const existing = join(directory, 'existing');
      mkdirSync(existing);
      chmodSync(existing, 0o755);
      assert.equal(createPrivateDirectory(existing), undefined);
      assert.equal(createPrivateDirectory(join(existing, 'new')), join(existing, 'new'));
      assert.equal(modeOf(existing), 0o755);
    });

    it('accepts a link to a directory', () => {
      mkdirSync(join(directory, 'target'));
      symlinkSync('target', join(directory, 'link'));
      assert.equal(createPrivateDirectory(join(directory, 'link')), undefined);
    });

    it('throws if a file has the name, or the name of a parent, or if a link leads nowhere', () => {
      writeFileSync(join(directory, 'file'), '');
      symlinkSync('nowhere', join(directory, 'link'));
      assert.throws(() => createPrivateDirectory(join(directory, 'file')), { code: 'EEXIST' });
      assert.throws(() => createPrivateDirectory(join(directory, 'file/inner')), { code: 'ENOTDIR' });
      assert.throws(() => createPrivateDirectory(join(directory, 'link')), { code: 'EEXIST' });
      assert.throws(() => createPrivateDirectory(join(directory, 'link/inner')), { code: 'EEXIST' });
      assert.ok(!existsSync(join(directory, 'nowhere')));
    });
  });

  it('are not created through a link that someone put in their place', () => {
    const link = join(directory, 'link');
    symlinkSync('nowhere', link);
    assert.throws(() => createPrivateFile(link, ''), { code: 'EEXIST' });
    assert.throws(() => openPrivateLog(link), { code: 'ELOOP' });
    assert.ok(!existsSync(join(directory, 'nowhere')));
    writeAtomically(link, 'text');
    assert.equal(readFileSync(link, 'utf8'), 'text');
    assert.ok(!existsSync(join(directory, 'nowhere')));
  });

  describe('openPrivateLog', () => {
    it('appends to an existing log, and takes it from other users', () => {
      const log = join(directory, 'log');
      writeFileSync(log, 'one ');
      chmodSync(log, 0o666);
      const descriptor = openPrivateLog(log);
      writeSync(descriptor, 'two');
      closeSync(descriptor);
      assert.equal(readFileSync(log, 'utf8'), 'one two');
      assert.equal(modeOf(log), 0o600);
    });

    it('refuses a file with a second name, a pipe and a directory', () => {
      writeFileSync(join(directory, 'precious'), '');
      linkSync(join(directory, 'precious'), join(directory, 'log'));
      assert.throws(() => openPrivateLog(join(directory, 'log')), /has a second name/);
      execFileSync('mkfifo', [join(directory, 'pipe')]);
      assert.throws(() => openPrivateLog(join(directory, 'pipe')), { code: 'ENXIO' });
      assert.throws(() => openPrivateLog(directory), { code: 'EISDIR' });
    });
  });

  describe('restrictTree', () => {
    it('takes the files and directories of another program from other users, and follows no link', () => {
      mkdirSync(join(directory, 'tree/inner'), { recursive: true });
      for (const name of ['outside', 'tree/file', 'tree/inner/file']) {
        writeFileSync(join(directory, name), '');
        chmodSync(join(directory, name), 0o644);
      }
      chmodSync(join(directory, 'tree/inner'), 0o755);
      symlinkSync('../outside', join(directory, 'tree/link'));
      assert.deepEqual(restrictTree(join(directory, 'tree')), []);
      const modes = ['tree/file', 'tree/inner', 'tree/inner/file', 'outside'].map((name) =>
        modeOf(join(directory, name)),
      );
      assert.deepEqual(modes, [0o600, 0o700, 0o600, 0o644]);
      assert.deepEqual(restrictTree(join(directory, 'none')), []);
    });

    it('returns every failure, and ignores files that are removed meanwhile', function () {
      if (process.platform !== 'linux') this.skip(); // elsewhere there is no file whose mode nobody can change
      // The kernel refuses these files new modes. One of them belongs to the listing itself, and so is gone afterwards.
      const failures = restrictTree('/proc/self/fdinfo');
      assert.ok(failures.length >= 3, failures.join('\n'));
      for (const failure of failures) assert.match(failure, /^\/proc\/self\/fdinfo\/\d+ \(EPERM: .+\)$/);
    });
  });
});
