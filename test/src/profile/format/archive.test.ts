/** An archive is unpacked as it was packed; one that was cut, changed or made up is refused, and leads nowhere else. */
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
import { writeCounters, writeMeta } from '../../../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf, randomOf, randomProfile } from '../../../support/profiles.js';

const A = metaOf({ path: 'src/a.ts' });
const B = metaOf({ path: 'src/b.ts' });
const OF_A = profileOf([countersOf(A, Float64Array.of(1, 2, 3))], { pid: 1 });
const OF_B = profileOf([countersOf(B, Float64Array.of(4, 5, 6))], { pid: 2 });

const NAME = 'the answer of a process';

/** Backwards, so that nothing hangs on an order. */
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

/** Names that no profile file has, of which some lead out of a directory. */
const FOREIGN: readonly string[] = [
  '',
  'tmp.1',
  'run.1.jsonl',
  'covmeta',
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

describe('an archive', () => {
  it('is unpacked as it was packed, in the same order', () => {
    const files = decodeArchive(encodeArchive(FILES), NAME);
    assert.deepEqual([...files], [...FILES]);
  });

  it('may be empty, and hold files that are', () => {
    for (const files of [new Map<string, Buffer>(), new Map([['covmeta.1', Buffer.alloc(0)]])])
      assert.deepEqual(decodeArchive(encodeArchive(files), NAME), files);
  });

  it('holds any bytes, whatever they are a view of', () => {
    const bytes = Uint8Array.of(9, 1, 2, 9).subarray(1, 3);
    const files = decodeArchive(encodeArchive(new Map([['covcounters.1', bytes]])), NAME);
    assert.deepEqual(files.get('covcounters.1'), Buffer.of(1, 2));
  });

  it('holds files as large as they become', () => {
    const bytes = Buffer.alloc(3_000_000, 'covmeta');
    const files = new Map([1, 2, 3].map((index) => [`covmeta.${index}`, bytes]));
    assert.deepEqual(decodeArchive(encodeArchive(files), NAME), files);
  });

  it('is unpacked as it was packed, whatever the profiles are', () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = randomOf(seed);
      const files = new Map([randomProfile(random), randomProfile(random)].map(fileOf));
      assert.deepEqual(decodeArchive(encodeArchive(files), NAME), files, `seed ${seed}`);
    }
  });

  for (const name of FOREIGN) {
    it(`has no file of the name ${JSON.stringify(name)}`, () => {
      assert.throws(() => encodeArchive(new Map([[name, Buffer.of(1)]])), {
        name: 'RangeError',
        message: `an archive holds files of a profile, and none is named ${JSON.stringify(name)}`,
      });
      const bytes = archiveOf((writer) => {
        writer.uint(1);
        writer.text(name);
        writer.blob(Buffer.of(1));
      });
      assertCorrupt(bytes, /a file in it is named ".*", as none of a profile is/);
    });
  }
});

describe("an archive's bytes", () => {
  const bytes = encodeArchive(FILES);

  it('are refused by name wherever they are cut short', () => {
    for (let size = 0; size < bytes.length; size++) assertCorrupt(bytes.subarray(0, size));
  });

  it('are refused by name whichever of them is another', () => {
    for (let index = 0; index < bytes.length; index++) {
      for (const bits of [0x01, 0x80, 0xff]) {
        const flipped = Buffer.from(bytes);
        flipped[index] = Number(flipped[index]) ^ bits;
        assertCorrupt(flipped);
      }
    }
  });

  it('are refused with something behind their end', () => {
    assertCorrupt(Buffer.concat([bytes, bytes]), /its checksum is not that of its bytes/);
  });

  it('are refused as those of another version only if they are whole', () => {
    const later = Buffer.from(bytes);
    later[ARCHIVE_MAGIC.length] = VERSION + 1;
    assertCorrupt(later, /its checksum/);
    const writer = new ByteWriter();
    writer.ascii(later.toString('latin1', 0, later.length - CHECKSUM_BYTES));
    assert.throws(() => decodeArchive(endWithChecksum(writer), NAME), {
      name: 'CovermainError',
      code: 'PROFILE_VERSION',
    });
  });

  it('are refused if they are foreign', () => {
    for (const foreign of [encodeCounters(OF_A), Buffer.from('<html>502 Bad Gateway</html>')])
      assertCorrupt(foreign, /it does not begin with "covfiles"/);
  });

  const CONTENTS: readonly [what: string, write: (writer: ByteWriter) => void, RegExp][] = [
    ['no number of files', () => {}, /it ends too early/],
    ['more files than bytes', (writer) => writer.uint(2 ** 40), /it ends too early/],
    ['fewer files than it says', (writer) => writer.uints([1]), /it ends too early/],
    [
      'a file that is longer than the rest',
      (writer) => {
        writer.uint(1);
        writer.text('covmeta.1');
        writer.uint(2 ** 40);
      },
      /it ends too early/,
    ],
    [
      'two files of one name',
      (writer) => {
        writer.uint(2);
        for (const byte of [1, 2]) {
          writer.text('covmeta.1');
          writer.blob(Buffer.of(byte));
        }
      },
      /covmeta\.1 is in it twice/,
    ],
    ['something behind its end', (writer) => writer.uints([0, 0]), /it goes on behind its end/],
  ];

  for (const [what, write, message] of CONTENTS) {
    it(`are refused with content that no archive has: ${what}`, () =>
      assertCorrupt(archiveOf(write), message));
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

  it('reads what a directory of the same files holds', () => {
    const files = new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]));
    const packed = decodeArchive(encodeArchive(files), NAME);
    assert.deepEqual(readArchive(packed), readProfileDirectory(directory));
    assert.deepEqual(readArchive(FILES), readProfileDirectory(directory));
  });

  it('takes bytes that are no Buffer', () => {
    const files = new Map([...FILES].map(([name, bytes]) => [name, new Uint8Array(bytes)]));
    assert.deepEqual(readArchive(files), readProfileDirectory(directory));
  });

  it('holds nothing where there are no files', () => {
    assert.deepEqual(readArchive(new Map()), { metas: new Map(), profiles: [], unreadable: [] });
  });

  it('names a file that cannot be read, and a profile whose meta is missing', () => {
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
    assert.match(unreadable[1]?.reason ?? '', /is missing or cannot be read/);
  });
});

/** A whole archive of content that `encodeArchive` would not write. */
function archiveOf(write: (writer: ByteWriter) => void): Buffer {
  const writer = beginProfileFile(ARCHIVE_MAGIC);
  write(writer);
  return endWithChecksum(writer);
}

function assertCorrupt(
  bytes: Buffer,
  message = /^the answer of a process is not a whole file of a profile: /,
): void {
  assert.throws(() => decodeArchive(bytes, NAME), {
    name: 'CovermainError',
    code: 'PROFILE_CORRUPT',
    message,
  });
}
