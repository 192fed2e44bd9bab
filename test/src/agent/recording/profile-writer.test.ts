/** Tests that failures are reported, and that final profiles are kept in memory until they can be written. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openProfileWriter, type ProfileWriter } from '../../../../src/agent/recording/profile-writer.js';
import { messageOf } from '../../../../src/platform/errors.js';
import { encodeMeta } from '../../../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { openMetaStore } from '../../../../src/profile/store/meta-store.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';

const [FIRST, SECOND] = ['2025-01-02T03:04:05.678Z', '2025-01-02T03:04:06.000Z'];

describe('the profile writer', () => {
  let parent: string;
  let directory: string;
  let writer: ProfileWriter;
  let reported: string[];

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'covermain-'));
    directory = join(parent, 'data');
    mkdirSync(directory);
    reported = [];
    const metas = openMetaStore(directory);
    metas.add(encodeMeta(metaOf()));
    writer = openProfileWriter({
      metas,
      home: directory,
      onFailure: (error) => reported.push(messageOf(error)),
    });
  });

  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  function counted(count: number, start = FIRST): CountersProfile {
    return profileOf([countersOf(metaOf(), [count, 0, 0])], { start });
  }

  /** Returns the first counter of each profile in the directory. */
  function countsIn(path: string): readonly number[] {
    const { profiles, unreadable } = readProfileDirectory(path);
    assert.deepEqual(unreadable, []);
    return profiles.map(({ files }) => files[0]?.counters[0] ?? 0);
  }

  function block(path: string): void {
    rmSync(path, { recursive: true, force: true });
    writeFileSync(path, '');
  }

  function unblock(path: string): void {
    rmSync(path);
    mkdirSync(path);
  }

  it('writes a profile and its metas, and replaces the previous file', () => {
    assert.equal(writer.last, null);
    const path = writer.write(directory, counted(1));
    assert.equal(writer.write(directory, counted(2)), path);
    assert.deepEqual(readdirSync(directory).sort(), [basename(path), `covmeta.${counted(1).files[0]?.meta}`]);
    assert.deepEqual(countsIn(directory), [2]);
    assert.deepEqual(writer.last, { time: counted(2).end, path });
    assert.deepEqual([writer.failure, reported], [undefined, []]);
  });

  it('creates the directory of a session', () => {
    const session = join(directory, 'sessions', 's');
    writer.write(session, counted(1));
    assert.deepEqual(countsIn(session), [1]);
    assert.deepEqual(countsIn(directory), []);
  });

  it('names the profile of the process after it has written one of a session', () => {
    const path = writer.write(directory, counted(1));
    writer.write(join(directory, 'sessions/login'), counted(2, '2025-01-02T04:00:00.000Z'));
    assert.equal(writer.last?.path, path);
  });

  it('reports each failure, and keeps the last one until the directory can be written', () => {
    block(directory);
    for (const _ of [1, 2])
      assert.throws(() => writer.write(directory, counted(1)), { code: 'DIRECTORY_NOT_WRITABLE' });
    assert.equal(reported.length, 2);
    assert.equal(writer.failure, reported[1]);
    assert.match(writer.failure ?? '', /^Cannot write \S+: .*\. Set COVER_DIR/);
    unblock(directory);
    writer.write(directory, counted(1));
    assert.equal(writer.failure, undefined);
  });

  it('keeps only final profiles in memory, as one profile for each directory', () => {
    block(directory);
    assert.throws(() => writer.write(directory, counted(1)));
    assert.equal(writer.writeKept(), true);
    assert.equal(writer.writeOrKeep(directory, counted(2)), null);
    assert.equal(writer.writeOrKeep(directory, counted(3, SECOND)), null);
    assert.equal(writer.writeKept(), false);
    unblock(directory);
    assert.equal(writer.writeKept(), true);
    assert.deepEqual(countsIn(directory), [5]);
    rmSync(directory, { recursive: true });
    assert.equal(writer.writeKept(), true);
  });

  it('does not add an epoch that has a file to another one, whose file would then count it twice', () => {
    writer.write(directory, counted(3, SECOND));
    const metas = openMetaStore(directory);
    metas.add(encodeMeta(metaOf()));
    let isFull = true;
    const failing = openProfileWriter({
      metas: {
        ...metas,
        keepIn(...args) {
          if (isFull) throw new Error('the disk is full');
          metas.keepIn(...args);
        },
      },
      home: directory,
      onFailure() {},
    });
    for (const profile of [counted(2), counted(4, SECOND)]) failing.writeOrKeep(directory, profile);
    isFull = false;
    assert.equal(failing.writeKept(), true);
    assert.deepEqual(countsIn(directory), [2, 4]);
  });

  it('finds that a file or a meta of a profile was removed', () => {
    const metas = openMetaStore(directory);
    metas.add(encodeMeta(metaOf()));
    const holding = openProfileWriter({ metas, home: directory, onFailure() {} });
    const profile = counted(1);
    const isIntact = () => holding.isIntact(directory, () => profile);
    for (const name of [basename(holding.write(directory, profile)), `covmeta.${profile.files[0]?.meta}`]) {
      assert.equal(isIntact(), true);
      rmSync(join(directory, name));
      assert.equal(isIntact(), false);
      holding.write(directory, profile);
    }
    rmSync(directory, { recursive: true });
    assert.equal(isIntact(), false);
  });

  it('writes the other counts of a profile if a meta is lacking, and reports the loss', () => {
    const lost = countersOf(metaOf({ path: 'src/lost.ts' }), [1, 1, 1]);
    const profile = { ...counted(2), files: [...counted(2).files, lost] };
    assert.throws(() => writer.write(directory, profile), {
      message: /counts of 1 file .* metas are missing/,
    });
    assert.deepEqual(countsIn(directory), [2]);
    assert.match(writer.failure ?? '', /metas are missing/);
  });

  it('returns the path of a final profile that was written', () => {
    const path = writer.writeOrKeep(directory, counted(1));
    assert.deepEqual(readdirSync(directory).includes(basename(path ?? '')), true);
  });

  it('writes the kept profiles of one directory while another cannot be written', () => {
    const session = join(parent, 'session');
    for (const path of [session, directory]) {
      block(path);
      writer.writeOrKeep(path, counted(1));
    }
    unblock(directory);
    assert.equal(writer.writeKept(), false);
    assert.deepEqual(countsIn(directory), [1]);
    assert.match(writer.failure ?? '', /^Cannot write \S*session: /);
    unblock(session);
    assert.equal(writer.writeKept(), true);
    assert.deepEqual(countsIn(session), [1]);
    assert.equal(writer.failure, undefined);
  });
});
