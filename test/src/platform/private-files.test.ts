/** Files and directories that only their owner can change. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examineNewFile, ignoresModes } from '../../../src/platform/file-modes.js';
import {
  findForeignAccess,
  findForeignAccessIfExists,
  findForeignOwner,
  isPrivateDirectory,
} from '../../../src/platform/foreign-access.js';
import { isOwn, isOwnOrRoot } from '../../../src/platform/owners.js';
import { createPrivateDirectory, restrictTree } from '../../../src/platform/private-directories.js';
import { createPrivateFile } from '../../../src/platform/private-files.js';
import { openPrivateLog } from '../../../src/platform/private-log.js';
import { writeAtomically } from '../../../src/platform/write-atomically.js';
import { giveToSecondUser, requireSecondUser } from '../../support/second-user.js';

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

  describe('findForeignAccess', () => {
    it('accepts a directory that others can read', () => {
      chmodSync(directory, 0o755);
      assert.equal(findForeignAccess(directory), undefined);
      assert.ok(isPrivateDirectory(`${directory}/`));
    });

    for (const mode of [0o777, 0o775, 0o1777, 0o757]) {
      it(`refuses a directory that others can write to, such as one of mode ${mode.toString(8)}`, () => {
        chmodSync(directory, mode);
        const expected = `others can write to it (mode ${mode.toString(8).padStart(4, '0')})`;
        assert.equal(findForeignAccess(directory), expected);
        assert.ok(!isPrivateDirectory(directory));
      });
    }

    it('refuses a link, also with a separator at its end, and a file', () => {
      mkdirSync(join(directory, 'target'));
      symlinkSync('target', join(directory, 'link'));
      writeFileSync(join(directory, 'file'), '');
      assert.equal(findForeignAccess(join(directory, 'link/')), 'it is a symbolic link');
      assert.equal(findForeignAccess(join(directory, 'file')), 'it is not a directory');
      assert.ok(!isPrivateDirectory(join(directory, 'none')));
    });

    it('refuses a directory of another user', function () {
      requireSecondUser(this);
      giveToSecondUser(directory, 0o700);
      assert.match(findForeignAccess(directory) ?? '', /^it belongs to the user with id \d+$/);
    });

    it('examines the target of a link if it is told to', () => {
      mkdirSync(join(directory, 'target'));
      symlinkSync('target', join(directory, 'link'));
      assert.equal(findForeignAccess(join(directory, 'link'), { followsLinks: true }), undefined);
      chmodSync(join(directory, 'target'), 0o777);
      const access = findForeignAccess(join(directory, 'link'), { followsLinks: true });
      assert.equal(access, 'others can write to it (mode 0777)');
      assert.equal(findForeignAccessIfExists(join(directory, 'none')), undefined);
    });
  });

  describe('findForeignOwner', () => {
    const OTHER_USER = 65_533;

    /** Returns facts about a file on a file system that this process has not examined. */
    function foreignStats(device: number): Stats {
      return Object.assign(statSync(directory), { uid: OTHER_USER, dev: device });
    }

    /** Returns what the function returns, and whether it has created a file next to the path. */
    function find(stats: Stats, isOutput: boolean): { reason: string | undefined; hasWritten: boolean } {
      utimesSync(directory, 1, 1);
      const reason = findForeignOwner(join(directory, 'log'), stats, { isOutput });
      assert.deepEqual(readdirSync(directory), []);
      return { reason, hasWritten: statSync(directory).mtimeMs !== 1_000 };
    }

    const REASON = `it belongs to the user with id ${OTHER_USER}`;

    it('writes no file for a process that only reads', () => {
      assert.deepEqual(find(foreignStats(-1), false), { reason: REASON, hasWritten: false });
    });

    it('writes a file to find out whether an unknown file system ignores modes', () => {
      assert.deepEqual(find(foreignStats(-2), true), { reason: REASON, hasWritten: true });
    });

    it('remembers what a new file has shown about its file system', () => {
      const [withModes, withoutModes] = [foreignStats(-3), foreignStats(-4)];
      examineNewFile(Object.assign(foreignStats(-3), { uid: process.geteuid?.(), mode: 0o100600 }));
      examineNewFile(withoutModes);
      assert.deepEqual([ignoresModes(withModes), ignoresModes(withoutModes)], [false, true]);
      assert.deepEqual(find(withModes, true), { reason: REASON, hasWritten: false });
      assert.deepEqual(find(withoutModes, true), { reason: undefined, hasWritten: false });
    });

    it('accepts files of this user and of root', () => {
      const own = { uid: process.geteuid?.() ?? 0 };
      assert.deepEqual([isOwn(own), isOwnOrRoot(own), isOwnOrRoot({ uid: 0 })], [true, true, true]);
      assert.ok(!isOwn({ uid: OTHER_USER }) && !isOwnOrRoot({ uid: OTHER_USER }));
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
