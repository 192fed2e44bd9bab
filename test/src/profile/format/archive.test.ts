/** Encoding and decoding archives, and reading profiles from them. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeArchive, encodeArchive } from '../../../../src/profile/format/archive.js';
import { ByteWriter } from '../../../../src/profile/format/byte-writer.js';
import { endWithChecksum } from '../../../../src/profile/format/checksum.js';
import { ARCHIVE_MAGIC, CHECKSUM_BYTES, VERSION } from '../../../../src/profile/format/constants.js';
import { countersNameOf, encodeCounters } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { beginProfileFile } from '../../../../src/profile/format/preamble.js';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { readArchive } from '../../../../src/profile/store/read-archive.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { writeCounters } from '../../../../src/profile/store/write-profile.js';
import {
  countersOf,
  metaOf,
  profileOf,
  randomOf,
  randomProfile,
  writeMeta,
} from '../../../support/profiles.js';

const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });
const OF_A = profileOf([countersOf(A, Float64Array.of(1, 2, 3))], { pid: 1 });
const OF_B = profileOf([countersOf(B, Float64Array.of(4, 5, 6))], { pid: 2 });

/** Name of a meta. */
const META = `covmeta.${'0'.repeat(32)}`;
const NAME = 'the answer of a process';

/** In reverse order, to show that no code depends on the order. */
const FILES: ReadonlyMap<string, Buffer> = new Map([
  fileOf(OF_B),
  fileOf(OF_A),
  metaFileOf(B),
  metaFileOf(A),
]);

function fileOf(profile: CountersProfile): readonly [name: string, bytes: Buffer] {
  return [countersNameOf(profile), encodeCounters(profile)];
}

function metaFileOf(meta: typeof A): readonly [name: string, bytes: Buffer] {
  const bytes = encodeMeta(meta);
  return [metaNameOf(hashOf(bytes)), bytes];
}

/** Names that are not those of profile files. Some lead out of a directory. */
const FOREIGN: readonly string[] = [
  '',
  'tmp.1',
  'run.1.jsonl',
  'covmeta',
  'covmeta.',
  'covmeta..',
  `covmeta.${'A'.repeat(32)}`,
  `covmeta.${'a'.repeat(33)}`,
  'covcounters.run.1',
  'covcounters.run..2025',
  'x/covmeta.1',
  '../covmeta.1',
  'covmeta./../../x',
  'covmeta.\\..\\..\\x',
  'covcounters.a/b',
  'covcounters.a\\b',
  'covmeta.a:b',
  'covmeta.a\0',
  'covmeta.a\n',
  'covcounters.run.1.now (copy)',
];

describe('encoding and decoding an archive', () => {
  it('returns the same files in the same order', () => {
    const files = decodeArchive(encodeArchive(FILES), NAME);
    assert.deepEqual([...files], [...FILES]);
  });

  it('accepts an empty archive and empty files', () => {
    for (const files of [new Map<string, Buffer>(), new Map([[META, Buffer.alloc(0)]])])
      assert.deepEqual(decodeArchive(encodeArchive(files), NAME), files);
  });

  it('accepts views of larger buffers', () => {
    const bytes = Uint8Array.of(9, 1, 2, 9).subarray(1, 3);
    const files = decodeArchive(encodeArchive(new Map([[META, bytes]])), NAME);
    assert.deepEqual(files.get(META), Buffer.of(1, 2));
  });

  it('accepts large files', () => {
    const bytes = Buffer.alloc(3_000_000, 'covmeta');
    const files = new Map([1, 2, 3].map((index) => [`covmeta.${String(index).repeat(32)}`, bytes]));
    assert.deepEqual(decodeArchive(encodeArchive(files), NAME), files);
  });

  it('returns the same files for random profiles', () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = randomOf(seed);
      const files = new Map([randomProfile(random), randomProfile(random)].map(fileOf));
      assert.deepEqual(decodeArchive(encodeArchive(files), NAME), files, `seed ${seed}`);
    }
  });

  for (const name of FOREIGN) {
    it(`rejects the file name ${JSON.stringify(name)}`, () => {
      assert.throws(() => encodeArchive(new Map([[name, Buffer.of(1)]])), {
        name: 'RangeError',
        message: `Invalid archive entry ${JSON.stringify(name)}: expected the name of a profile file.`,
      });
      const bytes = archiveOf((writer) => {
        writer.uint(1);
        writer.text(name);
        writer.blob(Buffer.of(1));
      });
      assertCorrupt(bytes, /unexpected file name ".*"/);
    });
  }
});

describe('decoding an invalid archive', () => {
  const bytes = encodeArchive(FILES);

  it('reports a corrupt file for every truncation', () => {
    for (let size = 0; size < bytes.length; size++) assertCorrupt(bytes.subarray(0, size));
  });

  it('reports a corrupt file for every changed byte', () => {
    for (let index = 0; index < bytes.length; index++) {
      for (const bits of [0x01, 0x80, 0xff]) {
        const flipped = Buffer.from(bytes);
        flipped[index] = Number(flipped[index]) ^ bits;
        assertCorrupt(flipped);
      }
    }
  });

  it('reports a corrupt file if data follows the end', () => {
    assertCorrupt(Buffer.concat([bytes, bytes]), /checksum mismatch/);
  });

  it('reports an unsupported version only if the checksum is valid', () => {
    const later = Buffer.from(bytes);
    later[ARCHIVE_MAGIC.length] = VERSION + 1;
    assertCorrupt(later, /checksum mismatch/);
    const writer = new ByteWriter();
    writer.ascii(later.toString('latin1', 0, later.length - CHECKSUM_BYTES));
    assert.throws(() => decodeArchive(endWithChecksum(writer), NAME), {
      name: 'CovermainError',
      code: 'PROFILE_VERSION',
    });
  });

  it('reports a corrupt file for foreign data', () => {
    for (const foreign of [encodeCounters(OF_A), Buffer.from('<html>502 Bad Gateway</html>')])
      assertCorrupt(foreign, /expected it to start with "covfiles"/);
  });

  const CONTENTS: readonly [title: string, write: (writer: ByteWriter) => void, RegExp][] = [
    ['a missing number of files', () => {}, /unexpected end of data/],
    ['more files than bytes', (writer) => writer.uint(2 ** 40), /unexpected end of data/],
    ['fewer files than declared', (writer) => writer.uints([1]), /unexpected end of data/],
    [
      'a file longer than the remaining data',
      (writer) => {
        writer.uint(1);
        writer.text(META);
        writer.uint(2 ** 40);
      },
      /unexpected end of data/,
    ],
    [
      'two files with one name',
      (writer) => {
        writer.uint(2);
        for (const byte of [1, 2]) {
          writer.text(META);
          writer.blob(Buffer.of(byte));
        }
      },
      /duplicate file covmeta\.0{32}/,
    ],
    ['data after the end', (writer) => writer.uints([0, 0]), /unexpected data after the end/],
  ];

  for (const [title, write, message] of CONTENTS) {
    it(`reports a corrupt file for ${title}`, () => assertCorrupt(archiveOf(write), message));
  }
});

describe('readArchive', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    for (const meta of [A, B]) writeMeta(directory, encodeMeta(meta));
    for (const profile of [OF_A, OF_B]) writeCounters(directory, profile);
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('returns the same as reading a directory with these files', () => {
    const files = new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]));
    const packed = decodeArchive(encodeArchive(files), NAME);
    assert.deepEqual(readArchive(packed), readProfileDirectory(directory));
    assert.deepEqual(readArchive(FILES), readProfileDirectory(directory));
  });

  it('accepts bytes that are not a Buffer', () => {
    const files = new Map([...FILES].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
    assert.deepEqual(readArchive(files), readProfileDirectory(directory));
  });

  it('returns no profiles for an empty archive', () => {
    assert.deepEqual(readArchive(new Map()), { metas: new Map(), profiles: [], unreadable: [] });
  });

  it('lists an unreadable file and a profile with a missing meta', () => {
    const files = new Map(FILES);
    const [[damaged, bytes], [metaOfA]] = [fileOf(OF_B), metaFileOf(A)];
    files.set(damaged, bytes.subarray(0, -1));
    files.delete(metaOfA);
    const { profiles, unreadable } = readArchive(files);
    assert.deepEqual(profiles, []);
    assert.deepEqual(
      unreadable.map(({ path }) => path),
      [damaged, countersNameOf(OF_A)],
    );
    assert.match(unreadable[0]?.reason ?? '', /checksum/);
    assert.match(unreadable[1]?.reason ?? '', /is missing or unreadable/);
  });
});

/** Encodes an archive with content that `encodeArchive` never writes, and a valid checksum. */
function archiveOf(write: (writer: ByteWriter) => void): Buffer {
  const writer = beginProfileFile(ARCHIVE_MAGIC);
  write(writer);
  return endWithChecksum(writer);
}

function assertCorrupt(bytes: Buffer, message = /^Corrupt profile the answer of a process: /): void {
  assert.throws(() => decodeArchive(bytes, NAME), {
    name: 'CovermainError',
    code: 'PROFILE_CORRUPT',
    message,
  });
}
