/** Directories with a file for each meta, as earlier versions of covermain wrote them, stay readable, and processes add to them. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEndedProfiles } from '../../../../src/agent/actions/ended-processes.js';
import { collect } from '../../../../src/collect/collect.js';
import { findInput } from '../../../../src/collect/inputs/input.js';
import { encodeArchive } from '../../../../src/profile/format/archive.js';
import { encodeMeta } from '../../../../src/profile/format/meta-file.js';
import { openMetaStore } from '../../../../src/profile/store/meta-store.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { storeArchive } from '../../../../src/profile/store/store-archive.js';
import { metaOf } from '../../../support/profiles.js';

describe('a profile of an earlier version', () => {
  /** A profile of `src/main.js`, which calls a function of `src/add.js` once. */
  const FILES = new Map([
    [
      'covcounters.run-1.42.2026-11-29T18-47-56-357Z',
      'Y292Y291bnQCnQJ7InJ1biI6InJ1bi0xIiwicGlkIjo0MiwicHBpZCI6MSwiYXJndiI6WyIvdXNyL2Jpbi9ub2RlIiwiL2Fw' +
        'cC9zcmMvbWFpbi5qcyJdLCJjd2QiOiIvYXBwIiwiaG9zdCI6Imhvc3QiLCJwb2QiOm51bGwsIm5vZGUiOiJ2MjAuMjAuMiIs' +
        'ImNvbW1pdCI6bnVsbCwibGFiZWwiOm51bGwsInBhY2thZ2UiOnsibmFtZSI6InRpbnkiLCJkaXJlY3RvcnkiOm51bGx9LCJy' +
        'b290IjoiL2FwcCIsInN0YXJ0IjoiMjAyNi0xMS0yOVQxODo0Nzo1Ni4zNTdaIiwiZW5kIjoiMjAyNi0xMS0yOVQxODo0Nzo1' +
        'Ny43NTNaIn0CEk4qY9SxyUJcFBl1NbTz6gQBAQABlg8skrRUfw4szFMeS2Jp/AIBAS/NF9YtMERr',
    ],
    [
      'covmeta.124e2a63d4b1c9425c14197535b4f3ea',
      'Y292bWV0YQoCC3NyYy9tYWluLmpziQ7AhUzd+zKbKHdzk8aLwBMQMSqFGYhThOkbgQLmn9oEAwEQASMBAAElAUIBAQE4AUIB' +
        'AgABAAElAUICAQElAUIBAgABAw==',
    ],
    [
      'covmeta.960f2c92b4547f0e2ccc531e4b6269fc',
      'Y292bWV0YQoCCnNyYy9hZGQuanMOxQYvqrFwVypDUoS1JTljATRn31G6gMhQiVIxEzWVSgICAQABHgEAARgBHQEBAQ0oYW5v' +
        'bnltb3VzXzApIF/3HPJUmWoBDgEPARgBHQEBAA==',
    ],
  ]);
  const METAS = [...FILES.keys()].filter((name) => name.startsWith('covmeta.'));

  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    for (const [name, text] of FILES) writeFileSync(join(directory, name), Buffer.from(text, 'base64'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function countsIn(path: string): unknown {
    const { metas, profiles, unreadable } = readProfileDirectory(path);
    assert.deepEqual(unreadable, []);
    return profiles.flatMap(({ files }) =>
      files.map(({ meta, counters }) => [metas.get(meta)?.path, Array.from(counters)]),
    );
  }

  const COUNTS = [
    ['src/main.js', [1, 1, 0, 1]],
    ['src/add.js', [1, 1]],
  ];

  it('is read with all its counts', async () => {
    assert.deepEqual(countsIn(directory), COUNTS);
    const input = findInput(directory);
    const { sources, unreadable } = await collect([input], { root: '/app', recordedRoots: [] });
    assert.deepEqual(unreadable, []);
    const [{ totals } = assert.fail()] = sources.packages;
    assert.deepEqual(
      [...totals.sums].map(([hash, counts]) => [totals.metas.get(hash)?.path, Array.from(counts)]),
      COUNTS,
    );
  });

  it('is sent to a client, which stores its metas as one file', () => {
    const files = readEndedProfiles(
      { run: 'run-1', directory, journal: join(directory, 'none'), onFailure: assert.ifError },
      new Set(),
    );
    assert.deepEqual([...files.keys()].sort(), [...FILES.keys()].sort());
    const target = mkdtempSync(join(directory, 'target-'));
    assert.equal(storeArchive(target, encodeArchive(files), 'archive').metas, 2);
    assert.equal(readdirSync(target).length, 2);
    assert.deepEqual(countsIn(target), COUNTS);
  });

  it('keeps its files when a process adds others to them', () => {
    const store = openMetaStore(directory);
    for (const name of METAS) store.add(Buffer.from(FILES.get(name) ?? '', 'base64'));
    store.keepIn(directory, []);
    assert.deepEqual(readdirSync(directory).sort(), [...FILES.keys()].sort());
    store.add(encodeMeta(metaOf()));
    store.keepIn(directory, []);
    assert.equal(readdirSync(directory).length, FILES.size + 1);
    assert.deepEqual(countsIn(directory), COUNTS);
  });
});
