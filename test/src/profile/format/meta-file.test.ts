/** A meta is read as it was written, under the hash of its bytes; anything else has a named error. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ByteWriter } from '../../../../src/profile/format/byte-writer.js';
import { META_MAGIC, VERSION } from '../../../../src/profile/format/constants.js';
import { decodeMeta, encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { beginProfileFile } from '../../../../src/profile/format/preamble.js';
import type { FileMeta } from '../../../../src/profile/model/file-meta.js';
import { metaOf, randomMeta, randomOf } from '../../../support/profiles.js';

function nameOf(bytes: Buffer): string {
  return metaNameOf(hashOf(bytes));
}

describe('a meta', () => {
  const METAS: readonly [what: string, meta: FileMeta][] = [
    ['with some of everything', metaOf()],
    ['of an empty file', metaOf({ probes: 0, statements: [], functions: [], branches: [] })],
    ['with a count of several probes, and of none', countsOf([0, 1, 2], [])],
    ['with a branch without arms', metaOf({ branches: [{ kind: 'switch', range: [1, 0, 1, 9], arms: [] }] })],
    ['with positions of any size', metaOf({ statements: [{ range: [1, 127, 128, 2 ** 32], count: [] }] })],
  ];

  for (const [what, meta] of METAS) {
    it(`${what} is read as it was written`, () => {
      const bytes = encodeMeta(meta);
      assert.deepEqual(decodeMeta(bytes, nameOf(bytes)), meta);
    });
  }

  it('is read as it was written, whatever it holds', () => {
    for (let seed = 0; seed < 300; seed++) {
      const meta = randomMeta(randomOf(seed));
      const bytes = encodeMeta(meta);
      assert.deepEqual(decodeMeta(bytes, nameOf(bytes)), meta, `seed ${seed}`);
    }
  });

  it('has the same bytes whoever encodes it, and others for other content', () => {
    assert.deepEqual(encodeMeta(structuredClone(metaOf())), encodeMeta(metaOf()));
    assert.notDeepEqual(encodeMeta(metaOf({ path: 'src/other.ts' })), encodeMeta(metaOf()));
  });

  it('is named by the first half of the SHA-256 of its bytes', () => {
    const bytes = encodeMeta(metaOf());
    const digest = createHash('sha256').update(bytes).digest('hex');
    assert.equal(hashOf(bytes), digest.slice(0, 32));
    assert.equal(nameOf(bytes), `covmeta.${digest.slice(0, 32)}`);
  });

  it('cannot be written with a source hash that is none', () => {
    assert.throws(() => encodeMeta(metaOf({ sourceHash: 'abc' })), RangeError);
  });
});

function countsOf(...counts: readonly (readonly number[])[]): FileMeta {
  return metaOf({ statements: counts.map((count) => ({ range: [1, 0, 1, 1], count })) });
}

describe("a meta's file", () => {
  const bytes = encodeMeta(metaOf());
  const name = nameOf(bytes);

  it('is refused by name wherever it is cut short', () => {
    for (let size = 0; size < bytes.length; size++)
      assertCorrupt(bytes.subarray(0, size), name, new RegExp(`^${name} is not a whole file of a profile: `));
  });

  it('is refused by name whichever byte is another', () => {
    for (let index = 0; index < bytes.length; index++) {
      for (const bits of [0x01, 0x80, 0xff]) {
        const flipped = Buffer.from(bytes);
        flipped[index] = Number(flipped[index]) ^ bits;
        assertCorrupt(flipped, name, new RegExp(`^${name} is not a whole file of a profile: `));
      }
    }
  });

  it('is refused under another name', () => {
    for (const other of ['covmeta.', `${name}.copy`, name.toUpperCase(), `covmeta.${'0'.repeat(32)}`])
      assertCorrupt(bytes, other, /the hash of its bytes is [0-9a-f]{32}; copy it again/);
  });

  it('is refused as one of another version only if it is whole', () => {
    const later = Buffer.from(bytes);
    later[META_MAGIC.length] = VERSION + 1;
    assertCorrupt(later, name, /the hash of its bytes/);
    assert.throws(() => decodeMeta(later, nameOf(later)), {
      name: 'CovermainError',
      code: 'PROFILE_VERSION',
      message: `${nameOf(later)} has version 3 of the profile format, expected 2: read it with the covermain that wrote it`,
    });
  });
});

describe('content that no meta has', () => {
  /** Writes what stands behind the path, the source's hash and the number of probes, which is 3. */
  const CONTENTS: readonly [what: string, write: (writer: ByteWriter) => void, message: RegExp][] = [
    ['a probe beyond the last', (writer) => writeAll(writer, 1, 1, 0, 1, 1, 1, 3, 0, 0), /probe 3 of 3/],
    ['an unknown kind of branch', (writer) => writeAll(writer, 0, 0, 1, 6, 1, 0, 1, 1, 0), /no known kind/],
    [
      'an arm that is neither written nor unwritten',
      (writer) => writeAll(writer, 0, 0, 1, 0, 1, 0, 1, 1, 1, 2, 0),
      /neither written nor unwritten/,
    ],
    ['more statements than bytes', (writer) => writeAll(writer, 2 ** 30), /ends too early/],
    ['a range of three integers', (writer) => writeAll(writer, 0, 0, 1, 0, 1, 0, 1), /ends too early/],
    ['something behind its end', (writer) => writeAll(writer, 0, 0, 0, 0), /goes on behind its end/],
  ];

  for (const [what, write, message] of CONTENTS) {
    it(`is refused: ${what}`, () => {
      const writer = beginProfileFile(META_MAGIC);
      writer.text('src/a.ts');
      writer.hex('ab'.repeat(32), 32);
      writer.uint(3);
      write(writer);
      assertCorrupt(writer.written(), nameOf(writer.written()), message);
    });
  }

  it('is refused: more probes than there is memory for', () => {
    for (const probes of [2 ** 24 + 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      const bytes = encodeMeta({ ...metaOf(), probes });
      assertCorrupt(bytes, nameOf(bytes), new RegExp(`it has ${probes} probes, and no code has so many`));
    }
  });

  it('is refused: another magic', () => {
    const foreign = Buffer.from('{"name": "an npm package"}');
    assertCorrupt(foreign, nameOf(foreign), /it does not begin with "covmeta\\n"/);
  });
});

function writeAll(writer: ByteWriter, ...values: readonly number[]): void {
  for (const value of values) writer.uint(value);
}

function assertCorrupt(bytes: Buffer, name: string, message: RegExp): void {
  assert.throws(() => decodeMeta(bytes, name), { name: 'CovermainError', code: 'PROFILE_CORRUPT', message });
}
