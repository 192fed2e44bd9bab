/** Finding out whether other users can change files and directories. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
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
import { giveToSecondUser, requireSecondUser } from '../../support/second-user.js';

describe('access of other users', function () {
  if (process.platform === 'win32') this.pending = true; // files have no modes there
  let directory: string;

  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

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

    it('examines the target of a link if followsLinks is set', () => {
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
});
