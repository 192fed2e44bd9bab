/** Keeping metas available and writing them next to the profiles that need them. */
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { openMetaStore } from '../../../../src/profile/store/meta-store.js';
import { writeMeta } from '../../../../src/profile/store/write-profile.js';
import { countersOf, metaOf } from '../../../support/profiles.js';

const [ONE, OTHER] = [metaOf(), metaOf({ path: 'src/other.ts' })];
const FILES = [ONE, OTHER].map((meta) => countersOf(meta, [0, 0, 0]));
const NAMES = FILES.map(({ meta }) => metaNameOf(meta)).sort();

describe('openMetaStore', () => {
  let parent: string;
  let home: string;
  let session: string;

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'covermain-'));
    home = join(parent, 'data');
    session = join(home, 'sessions', 's');
    mkdirSync(home);
  });

  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  /** Writes metas to the directory, as a process does when it loads files. */
  function writeAll(): void {
    for (const meta of [ONE, OTHER]) writeMeta(home, encodeMeta(meta));
  }

  function namesIn(directory: string): readonly string[] {
    return readdirSync(directory)
      .filter((name) => name.startsWith('covmeta.'))
      .sort();
  }

  it('returns metas from the directory and metas that could not be written there', () => {
    const store = openMetaStore(home);
    const bytes = encodeMeta(ONE);
    writeMeta(home, bytes);
    store.add(encodeMeta(OTHER));
    assert.deepEqual(store.bytesOf(hashOf(bytes)), bytes);
    assert.deepEqual(store.metaOf(hashOf(bytes)), ONE);
    assert.deepEqual(store.metaOf(hashOf(encodeMeta(OTHER))), OTHER);
    assert.throws(() => store.bytesOf('0'.repeat(32)), { code: 'ENOENT' });
    assert.throws(() => store.metaOf('0'.repeat(32)), { code: 'ENOENT' });
  });

  it('rejects bytes that are not a meta', () => {
    const hash = hashOf(encodeMeta(ONE));
    writeFileSync(join(home, metaNameOf(hash)), 'none');
    assert.throws(() => openMetaStore(home).metaOf(hash), { code: 'PROFILE_CORRUPT' });
  });

  it('links metas into the directory of a session', () => {
    writeAll();
    openMetaStore(home).keepIn(session, FILES);
    assert.deepEqual(namesIn(session), NAMES);
    for (const name of NAMES) assert.equal(statSync(join(session, name)).ino, statSync(join(home, name)).ino);
  });

  it('reports a directory that cannot be created and tries again later', () => {
    writeAll();
    const store = openMetaStore(home);
    mkdirSync(join(home, 'sessions'));
    writeFileSync(session, '');
    const expected = { code: 'DIRECTORY_NOT_WRITABLE', message: /^Cannot write \S*sessions\/s: EEXIST/ };
    assert.throws(() => store.keepIn(session, FILES), expected);
    assert.throws(() => store.keepIn(session, FILES), expected);
    rmSync(session);
    store.keepIn(session, FILES);
    assert.deepEqual(namesIn(session), NAMES);
  });

  it('writes metas from memory as soon as the directory is writable, and always to sessions', () => {
    const store = openMetaStore(home);
    writeMeta(home, encodeMeta(ONE));
    store.add(encodeMeta(OTHER));
    store.keepIn(session, FILES);
    assert.deepEqual(namesIn(session), NAMES);
    assert.deepEqual(namesIn(home), [metaNameOf(hashOf(encodeMeta(ONE)))]);
    store.keepIn(home, FILES);
    assert.deepEqual(namesIn(home), NAMES);
    for (const name of NAMES) assert.equal(metaNameOf(hashOf(readFileSync(join(home, name)))), name);
  });

  it('does not read or write metas that its own directory should have', () => {
    openMetaStore(home).keepIn(home, FILES);
    assert.deepEqual(namesIn(home), []);
    assert.throws(() => openMetaStore(home).keepIn(session, FILES), { code: 'DIRECTORY_NOT_WRITABLE' });
  });

  describe('with metas kept in memory', () => {
    const open = () => openMetaStore(home, { isHolding: true });

    it('restores metas after the directory was emptied or removed', () => {
      writeAll();
      const store = open();
      for (const directory of [home, session]) store.keepIn(directory, FILES);
      for (const name of NAMES) rmSync(join(home, name));
      for (const directory of [home, session]) store.keepIn(directory, FILES);
      assert.deepEqual([namesIn(home), namesIn(session)], [NAMES, NAMES]);
      rmSync(home, { recursive: true });
      store.keepIn(session, FILES);
      store.keepIn(home, FILES);
      assert.deepEqual([namesIn(home), namesIn(session)], [NAMES, NAMES]);
    });

    it('returns metas while the directory does not exist', () => {
      writeAll();
      const store = open();
      store.keepIn(home, FILES);
      rmSync(home, { recursive: true });
      assert.deepEqual(store.metaOf(hashOf(encodeMeta(OTHER))), OTHER);
    });

    it('does not rewrite existing metas', () => {
      writeAll();
      const inodes = () => NAMES.map((name) => statSync(join(home, name)).ino);
      const before = inodes();
      const store = open();
      for (const _ of [1, 2]) store.keepIn(home, FILES);
      assert.deepEqual(inodes(), before);
    });

    it('throws for a profile whose meta is nowhere', () => {
      assert.throws(() => open().keepIn(home, FILES), { code: 'ENOENT' });
      const store = open();
      store.add(encodeMeta(ONE));
      assert.throws(() => store.keepIn(home, FILES), { code: 'ENOENT' });
      // The message with the meta may still arrive.
      store.add(encodeMeta(OTHER));
      store.keepIn(home, FILES);
      assert.deepEqual(namesIn(home), NAMES);
      assert.equal(existsSync(session), false);
    });
  });
});
