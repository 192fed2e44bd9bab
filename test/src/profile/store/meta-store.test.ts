/** Metas are where profiles that need them are, whatever becomes of directories. */
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

describe('a store of metas', () => {
  let folder: string;
  let home: string;
  let session: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
    home = join(folder, 'data');
    session = join(home, 'sessions', 's');
    mkdirSync(home);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** As files are loaded. */
  function writeAll(): void {
    for (const meta of [ONE, OTHER]) writeMeta(home, encodeMeta(meta));
  }

  function namesIn(directory: string): readonly string[] {
    return readdirSync(directory)
      .filter((name) => name.startsWith('covmeta.'))
      .sort();
  }

  it('gives those that are in the directory, and those that could not be written there', () => {
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

  it('refuses what is no meta', () => {
    const hash = hashOf(encodeMeta(ONE));
    writeFileSync(join(home, metaNameOf(hash)), 'none');
    assert.throws(() => openMetaStore(home).metaOf(hash), { code: 'PROFILE_CORRUPT' });
  });

  it('links them into the directory of a session', () => {
    writeAll();
    openMetaStore(home).keepIn(session, FILES);
    assert.deepEqual(namesIn(session), NAMES);
    for (const name of NAMES) assert.equal(statSync(join(session, name)).ino, statSync(join(home, name)).ino);
  });

  it('says what cannot be made, and tries again', () => {
    writeAll();
    const store = openMetaStore(home);
    mkdirSync(join(home, 'sessions'));
    writeFileSync(session, '');
    const expected = { code: 'DIRECTORY_NOT_WRITABLE', message: /sessions\/s cannot be written: EEXIST/ };
    assert.throws(() => store.keepIn(session, FILES), expected);
    assert.throws(() => store.keepIn(session, FILES), expected);
    rmSync(session);
    store.keepIn(session, FILES);
    assert.deepEqual(namesIn(session), NAMES);
  });

  it('writes those that could not be, as soon as they can be, and into sessions in any case', () => {
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

  it('takes for granted that its own directory has them, and reads none', () => {
    openMetaStore(home).keepIn(home, FILES);
    assert.deepEqual(namesIn(home), []);
    assert.throws(() => openMetaStore(home).keepIn(session, FILES), { code: 'DIRECTORY_NOT_WRITABLE' });
  });

  describe('that holds them', () => {
    const open = () => openMetaStore(home, { isHolding: true });

    it('makes anew what was emptied or removed', () => {
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

    it('gives them while there is no directory', () => {
      writeAll();
      const store = open();
      store.keepIn(home, FILES);
      rmSync(home, { recursive: true });
      assert.deepEqual(store.metaOf(hashOf(encodeMeta(OTHER))), OTHER);
    });

    it('leaves alone what is there', () => {
      writeAll();
      const inodes = () => NAMES.map((name) => statSync(join(home, name)).ino);
      const before = inodes();
      const store = open();
      for (const _ of [1, 2]) store.keepIn(home, FILES);
      assert.deepEqual(inodes(), before);
    });

    it('has no profile written by metas that nobody has', () => {
      assert.throws(() => open().keepIn(home, FILES), { code: 'ENOENT' });
      const store = open();
      store.add(encodeMeta(ONE));
      assert.throws(() => store.keepIn(home, FILES), { code: 'ENOENT' });
      // The message of it may be on its way.
      store.add(encodeMeta(OTHER));
      store.keepIn(home, FILES);
      assert.deepEqual(namesIn(home), NAMES);
      assert.equal(existsSync(session), false);
    });
  });
});
