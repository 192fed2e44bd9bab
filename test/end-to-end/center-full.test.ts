/** A center on a file system that becomes full: a small one, which only root can mount. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPushStore, type PushStore } from '../../src/center/store/push-store.js';
import { readProfileDirectory } from '../../src/profile/store/read-profile.js';
import { endAt, pushOf } from '../support/center.js';

describe('a center whose disk becomes full', () => {
  let directory: string;
  let store: PushStore;

  before(function () {
    directory = mkdtempSync(join(tmpdir(), 'covermain-full-'));
    const mount = ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', directory];
    if (process.platform !== 'linux' || spawnSync('mount', mount).status !== 0) this.skip();
    store = openPushStore(directory);
  });

  after(() => {
    spawnSync('umount', [directory]);
    rmSync(directory, { recursive: true, force: true });
  });

  const push = (pid: number, count: number) =>
    store.put(`${pid}`, pushOf([count, 0, 0], { pid, end: endAt(count) }).bytes);
  const spares = () => readdirSync(directory).filter((name) => name.startsWith('tmp.')).length;

  it('gives up its spare files before it refuses a push, and loses nothing', () => {
    for (const count of [1, 2]) for (let pid = 1; pid <= 40; pid++) push(pid, count);
    assert.equal(spares(), 40);
    let stored = 40;
    assert.throws(
      () => {
        for (; ; stored++) push(stored + 1, 1);
      },
      { code: 'DIRECTORY_NOT_WRITABLE' },
    );
    assert.ok(stored > 90, `${stored} profiles`);
    assert.equal(spares(), 0);
    const { profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(unreadable, []);
    assert.deepEqual(
      profiles.map(({ pid }) => pid).sort((one, other) => one - other),
      [...Array.from({ length: stored }, (_, index) => index + 1)],
    );
  });

  it('stores pushes again once there is space', () => {
    const [name = ''] = readdirSync(directory).filter((one) => one.startsWith('covcounters.'));
    rmSync(join(directory, name));
    assert.ok(push(500, 1).isNew);
  });
});
