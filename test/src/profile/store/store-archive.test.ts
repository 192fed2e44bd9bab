/** Storing archives that come from other machines. */
import assert from 'node:assert/strict';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeArchive } from '../../../../src/profile/format/archive.js';
import { ByteWriter } from '../../../../src/profile/format/byte-writer.js';
import { endWithChecksum } from '../../../../src/profile/format/checksum.js';
import { ARCHIVE_MAGIC, COUNTERS_MAGIC } from '../../../../src/profile/format/constants.js';
import { countersNameOf, encodeCounters } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { beginProfileFile } from '../../../../src/profile/format/preamble.js';
import { type CountersProfile, pickHeader } from '../../../../src/profile/model/counters-profile.js';
import type { FileMeta } from '../../../../src/profile/model/file-meta.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import {
  type KnownMetas,
  MissingMetasError,
  storeArchive,
} from '../../../../src/profile/store/store-archive.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';

const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });
const META_OF_A = metaNameOf(hashOf(encodeMeta(A)));
const META_OF_B = metaNameOf(hashOf(encodeMeta(B)));

/** One process, whose counters were read at three times. */
const EARLY = profileOf([countersOf(A, [1, 2, 3])], { end: '2025-01-02T03:05:00.000Z' });
const LATER = profileOf([countersOf(A, [4, 5, 6])], { end: '2025-01-02T03:05:00.001Z' });
const OTHER = profileOf([countersOf(B, [7, 8, 9])], { pid: 43 });

describe('storing an archive', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const store = (archive: Buffer, known?: KnownMetas) =>
    storeArchive(directory, archive, 'the archive of pod-1', known && { known });

  const countsInDirectory = () => {
    const { profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(unreadable, []);
    return profiles.map(({ files }) => files.map(({ counters }) => [...Array.from(counters)]));
  };

  const assertRefused = (archive: Buffer, code: string, message: RegExp) => {
    const before = readdirSync(directory);
    assert.throws(() => store(archive), { code, message });
    assert.deepEqual(readdirSync(directory), before);
  };

  it('writes new counters and metas, which only the owner can read', () => {
    const archive = archiveOf([A, B], [EARLY, OTHER]);
    const { files, profiles, metas, bytes } = store(archive);
    assert.deepEqual(files, [
      { name: countersNameOf(EARLY), end: EARLY.end, storedEnd: EARLY.end, hasHits: true, status: 'new' },
      { name: countersNameOf(OTHER), end: OTHER.end, storedEnd: OTHER.end, hasHits: true, status: 'new' },
    ]);
    assert.deepEqual(profiles, [pickHeader(EARLY), pickHeader(OTHER)]);
    assert.equal(metas, 2);
    const sizes = readdirSync(directory).map((name) => statSync(join(directory, name)).size);
    assert.equal(
      bytes,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    assert.deepEqual(countsInDirectory(), [[[1, 2, 3]], [[7, 8, 9]]]);
    if (process.platform === 'win32') return;
    for (const name of readdirSync(directory))
      assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600);
  });

  it('finds out whether a counter is not 0', () => {
    const meta = metaOf({ probes: 9_000 });
    const profileWith = (index: number, pid: number) =>
      profileOf([countersOf(meta, new Float64Array(9_000).fill(1, index, index + 1))], { pid });
    const { files } = store(
      archiveOf([meta], [profileWith(8_999, 1), profileWith(9_000, 2), profileWith(0, 3)]),
    );
    assert.deepEqual(
      files.map(({ hasHits }) => hasHits),
      [true, false, true],
    );
  });

  it('changes nothing if it is repeated', () => {
    const archive = archiveOf([A], [EARLY]);
    store(archive);
    const again = store(archive);
    assert.deepEqual(
      again.files.map(({ status }) => status),
      ['kept'],
    );
    assert.deepEqual([again.metas, again.bytes], [0, 0]);
    assert.deepEqual(countsInDirectory(), [[[1, 2, 3]]]);
  });

  it('replaces earlier counters of the same epoch', () => {
    store(archiveOf([A], [EARLY]));
    assert.equal(store(archiveOf([], [LATER])).files[0]?.status, 'replaced');
    assert.deepEqual(countsInDirectory(), [[[4, 5, 6]]]);
  });

  it('keeps later counters of the same epoch', () => {
    store(archiveOf([A], [LATER]));
    assert.deepEqual(store(archiveOf([], [EARLY])).files, [
      { name: countersNameOf(EARLY), end: EARLY.end, storedEnd: LATER.end, hasHits: true, status: 'kept' },
    ]);
    assert.deepEqual(countsInDirectory(), [[[4, 5, 6]]]);
  });

  it('replaces damaged counters and damaged metas', () => {
    writeFileSync(join(directory, META_OF_A), '');
    writeFileSync(join(directory, countersNameOf(LATER)), encodeCounters(LATER).subarray(0, -1));
    const { files, metas } = store(archiveOf([A], [EARLY]));
    assert.deepEqual([files[0]?.status, metas], ['replaced', 1]);
    assert.deepEqual(countsInDirectory(), [[[1, 2, 3]]]);
  });

  it('accepts an archive without metas that the directory has, and an empty one', () => {
    store(archiveOf([A, B], []));
    assert.equal(store(archiveOf([], [EARLY, OTHER])).metas, 0);
    assert.deepEqual(store(archiveOf([], [])), {
      files: [],
      profiles: [],
      metas: 0,
      bytes: 0,
      used: new Set(),
    });
    assert.equal(countsInDirectory().length, 2);
  });

  it('uses known metas without reading or writing them again', () => {
    const known: KnownMetas = new Map();
    store(archiveOf([A], [EARLY]), known);
    assert.deepEqual([...known], [[META_OF_A.slice('covmeta.'.length), 3]]);
    rmSync(join(directory, META_OF_A));
    assert.equal(store(archiveOf([A], [LATER]), known).metas, 0);
    assert.deepEqual(readdirSync(directory), [countersNameOf(LATER)]);
  });

  it('names missing metas and writes nothing', () => {
    const archive = archiveOf([A], [EARLY, OTHER]);
    assertRefused(
      archive,
      'META_MISSING',
      /^Cannot store the archive of pod-1: 1 meta of its counters is missing \([0-9a-f]{32}\)\. Send/,
    );
    const hashes = [META_OF_B.slice('covmeta.'.length)];
    assert.throws(
      () => store(archive),
      (error) => {
        assert.ok(error instanceof MissingMetasError);
        assert.deepEqual(error.hashes, hashes);
        return true;
      },
    );
  });

  it('treats a damaged meta of the directory as missing', () => {
    writeFileSync(join(directory, META_OF_A), 'damaged');
    assertRefused(archiveOf([], [EARLY]), 'META_MISSING', /1 meta/);
  });

  it('refuses every truncation and every changed byte, and writes nothing', () => {
    const archive = archiveOf([A], [EARLY]);
    for (let size = 0; size < archive.length; size += 3)
      assert.throws(() => store(archive.subarray(0, size)), { code: 'PROFILE_CORRUPT' });
    for (let index = 0; index < archive.length; index++) {
      const damaged = Buffer.from(archive);
      damaged[index] = Number(damaged[index]) ^ 0x40;
      assert.throws(() => store(damaged), { code: 'PROFILE_CORRUPT' });
    }
    assert.deepEqual(readdirSync(directory), []);
  });

  const HOSTILE: readonly [title: string, files: ReadonlyMap<string, Uint8Array>, message: RegExp][] = [
    ['damaged counters', filesOf([A], [], [countersNameOf(EARLY), Buffer.of(1)]), /covcounters\.run-1/],
    [
      'counters under the name of another process',
      filesOf([A], [], [countersNameOf(OTHER), encodeCounters(EARLY)]),
      /its header belongs to the file name/,
    ],
    [
      'a meta whose name is not its hash',
      filesOf([], [EARLY], [META_OF_A, encodeMeta(B)]),
      /its name is not the hash of its bytes/,
    ],
    [
      'more counters than the meta has probes',
      filesOf([A], [profileOf([countersOf(A, [1, 2, 3, 4])])]),
      /4 counters, but the meta [0-9a-f]{32} has 3 probes/,
    ],
    ['a huge number of counters', filesOf([A], [], hugeCounters(2 ** 50)), /unexpected end of data/],
  ];

  for (const [title, files, message] of HOSTILE)
    it(`refuses an archive with ${title}, and writes nothing`, () =>
      assertRefused(encodeArchive(files), 'PROFILE_CORRUPT', message));

  it('refuses names that lead out of the directory', () => {
    const writer = beginProfileFile(ARCHIVE_MAGIC);
    writer.uint(1);
    writer.text('covmeta./../../../escaped');
    writer.blob(Buffer.of(1));
    assertRefused(endWithChecksum(writer), 'PROFILE_CORRUPT', /unexpected file name/);
  });

  it('refuses a newer version of the format', () => {
    const writer = new ByteWriter();
    writer.ascii(ARCHIVE_MAGIC);
    writer.uint(99);
    assertRefused(endWithChecksum(writer), 'PROFILE_VERSION', /version 99|got 99/);
  });

  it('replaces a link instead of writing through it', function () {
    if (process.platform === 'win32') this.skip();
    const precious = join(directory, 'precious');
    writeFileSync(precious, encodeCounters(LATER));
    const path = join(directory, countersNameOf(EARLY));
    symlinkSync(precious, path);
    assert.equal(store(archiveOf([A], [EARLY])).files[0]?.status, 'new');
    assert.ok(lstatSync(path).isFile());
    assert.deepEqual(readFileSync(precious), encodeCounters(LATER));
  });

  it('reports a directory that cannot be written', function () {
    if (process.platform === 'win32') this.skip();
    mkdirSync(join(directory, countersNameOf(EARLY)));
    assert.throws(() => store(archiveOf([A], [EARLY])), { code: 'DIRECTORY_NOT_WRITABLE' });
  });
});

function filesOf(
  metas: readonly FileMeta[],
  profiles: readonly CountersProfile[],
  ...more: readonly (readonly [string, Uint8Array])[]
): ReadonlyMap<string, Uint8Array> {
  return new Map([
    ...profiles.map((profile) => [countersNameOf(profile), encodeCounters(profile)] as const),
    ...metas.map((meta) => [metaNameOf(hashOf(encodeMeta(meta))), encodeMeta(meta)] as const),
    ...more,
  ]);
}

function archiveOf(metas: readonly FileMeta[], profiles: readonly CountersProfile[]): Buffer {
  return encodeArchive(filesOf(metas, profiles));
}

/** Returns a counters file that declares more counters than it has, with a valid checksum. */
function hugeCounters(count: number): readonly [name: string, bytes: Buffer] {
  const writer = beginProfileFile(COUNTERS_MAGIC);
  writer.text(JSON.stringify(pickHeader(EARLY)));
  writer.uint(1);
  writer.hex(hashOf(encodeMeta(A)), 16);
  writer.uint(count);
  return [countersNameOf(EARLY), endWithChecksum(writer)];
}
