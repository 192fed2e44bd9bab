/** Keeping metas available and writing them next to the profiles that need them. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMeta, hashOf } from '../../../../src/profile/format/meta-file.js';
import type { FileMeta } from '../../../../src/profile/model/file-meta.js';
import { openMetaFiles } from '../../../../src/profile/store/meta-files.js';
import { type MetaStore, openMetaStore } from '../../../../src/profile/store/meta-store.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { countersOf, metaOf, writeMeta } from '../../../support/profiles.js';

const [ONE, OTHER] = [metaOf(), metaOf({ path: 'src/other.ts' })];
const LATER = metaOf({ path: 'src/later.ts' });
const FILES = [ONE, OTHER].map((meta) => countersOf(meta, [0, 0, 0]));
const HASHES = FILES.map(({ meta }) => meta).sort();

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

  /** Returns the store of a process that has loaded these files. */
  function storeOf(...metas: readonly FileMeta[]): MetaStore {
    const store = openMetaStore(home);
    for (const meta of metas) store.add(encodeMeta(meta));
    return store;
  }

  function namesIn(directory: string): readonly string[] {
    return readdirSync(directory)
      .filter((name) => name.startsWith('covmeta.'))
      .sort();
  }

  /** Returns the hashes of all metas in a directory, each as often as it is there. */
  function hashesIn(directory: string): readonly string[] {
    const { unreadable } = readProfileDirectory(directory);
    assert.deepEqual(unreadable, []);
    const files = openMetaFiles(directory).all();
    return files.flatMap(({ extents }) => extents.map(({ hash }) => hash)).sort();
  }

  it('returns the metas that were added', () => {
    const store = storeOf(ONE);
    const bytes = encodeMeta(ONE);
    assert.deepEqual(store.bytesOf(hashOf(bytes)), bytes);
    assert.deepEqual(store.metaOf(hashOf(bytes)), ONE);
    assert.throws(() => store.bytesOf('0'.repeat(32)), { code: 'META_MISSING' });
    assert.equal(store.has('0'.repeat(32)), false);
  });

  it('receives the messages that have arrived before it lacks a meta', () => {
    const store: MetaStore = openMetaStore(home, { receive: () => store.add(encodeMeta(ONE)) });
    assert.equal(store.has(hashOf(encodeMeta(ONE))), true);
    assert.equal(store.has(hashOf(encodeMeta(OTHER))), false);
  });

  it('writes all metas as one file, and those that are added later as another', () => {
    const store = storeOf(ONE, OTHER);
    store.keepIn(home, FILES);
    assert.deepEqual([namesIn(home).length, hashesIn(home)], [1, HASHES]);
    store.keepIn(home, FILES);
    assert.equal(namesIn(home).length, 1);
    store.add(encodeMeta(LATER));
    store.keepIn(home, [...FILES, countersOf(LATER, [0, 0, 0])]);
    assert.equal(namesIn(home).length, 2);
    assert.deepEqual(hashesIn(home), [...HASHES, hashOf(encodeMeta(LATER))].sort());
  });

  it('writes also metas of files that have not run', () => {
    const store = storeOf(ONE, OTHER);
    store.keepRest();
    assert.deepEqual(hashesIn(home), HASHES);
    rmSync(home, { recursive: true });
    store.keepRest();
    assert.equal(existsSync(home), false);
  });

  it('writes no meta that another process or an earlier version has written', () => {
    writeMeta(home, encodeMeta(ONE));
    storeOf(ONE, OTHER).keepIn(home, FILES);
    assert.deepEqual(hashesIn(home), HASHES);
    storeOf(OTHER, LATER).keepIn(home, []);
    assert.equal(hashesIn(home).length, 3);
    storeOf(ONE, OTHER, LATER).keepIn(home, FILES);
    assert.equal(hashesIn(home).length, 3);
  });

  it('links its file into the directory of a session', () => {
    const store = storeOf(ONE, OTHER);
    store.keepIn(home, FILES);
    store.keepIn(session, FILES);
    const [name = ''] = namesIn(home);
    assert.deepEqual(namesIn(session), [name]);
    assert.equal(statSync(join(session, name)).ino, statSync(join(home, name)).ino);
  });

  it('gives a session no metas of files that its processes have not loaded, and one copy to several sessions', () => {
    storeOf(ONE, OTHER, LATER).keepIn(home, []);
    const store = storeOf(ONE, OTHER);
    store.keepIn(home, FILES);
    assert.equal(namesIn(home).length, 1);
    const next = join(home, 'sessions', 't');
    for (const directory of [session, next]) {
      store.keepIn(directory, FILES);
      assert.deepEqual(hashesIn(directory), HASHES);
    }
    const [name = ''] = namesIn(session);
    assert.equal(statSync(join(session, name)).ino, statSync(join(next, name)).ino);
  });

  it('writes the metas of a session before those of the profile directory', () => {
    const store = storeOf(ONE, OTHER);
    store.keepIn(session, FILES);
    assert.deepEqual([hashesIn(session), namesIn(home)], [HASHES, []]);
    store.keepIn(home, FILES);
    assert.deepEqual(hashesIn(home), HASHES);
  });

  it('writes the metas of many sessions', () => {
    const store = storeOf(ONE, OTHER);
    const directories = Array.from({ length: 20 }, (_, index) => join(home, 'sessions', `s${index}`));
    for (const directory of [...directories, ...directories]) store.keepIn(directory, FILES);
    for (const directory of directories) assert.deepEqual(hashesIn(directory), HASHES);
  });

  it('reports a directory that cannot be created and tries again later', () => {
    const store = storeOf(ONE, OTHER);
    mkdirSync(join(home, 'sessions'));
    writeFileSync(session, '');
    const expected = { code: 'DIRECTORY_NOT_WRITABLE', message: /^Cannot write \S*sessions\/s: EEXIST/ };
    assert.throws(() => store.keepIn(session, FILES), expected);
    assert.throws(() => store.keepIn(session, FILES), expected);
    rmSync(session);
    store.keepIn(session, FILES);
    assert.deepEqual(hashesIn(session), HASHES);
  });

  it('restores metas after the directory was emptied or removed, or a file was truncated', () => {
    const store = storeOf(ONE, OTHER);
    const keep = () => {
      for (const directory of [home, session]) store.keepIn(directory, FILES);
      assert.deepEqual([hashesIn(home), hashesIn(session)], [HASHES, HASHES]);
      assert.ok([home, session].every((directory) => store.areIn(directory, FILES)));
    };
    keep();
    const [name = ''] = namesIn(home);
    rmSync(join(home, name));
    assert.equal(store.areIn(home, FILES), false);
    keep();
    writeFileSync(join(home, name), '');
    assert.equal(store.areIn(home, FILES), false);
    keep();
    rmSync(home, { recursive: true });
    assert.equal(store.areIn(session, FILES), false);
    keep();
  });

  it('throws for a profile whose meta is nowhere, until the message with the meta arrives', () => {
    const store = storeOf(ONE);
    assert.throws(() => store.keepIn(home, FILES), { code: 'META_MISSING' });
    store.add(encodeMeta(OTHER));
    store.keepIn(home, FILES);
    assert.deepEqual(hashesIn(home), HASHES);
    assert.equal(existsSync(session), false);
  });
});
