/** Files with several metas: equal sets give equal bytes, and damage is refused. */
import assert from 'node:assert/strict';
import { ByteWriter } from '../../../../src/profile/format/byte-writer.js';
import { META_PACK_MAGIC, VERSION } from '../../../../src/profile/format/constants.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import {
  decodeMetas,
  type EncodedMeta,
  encodeMetas,
  listExtents,
} from '../../../../src/profile/format/meta-pack.js';
import type { FileMeta } from '../../../../src/profile/model/file-meta.js';
import { metaOf } from '../../../support/profiles.js';

const METAS = ['a.js', 'b.js', 'c.js'].map((path) => metaOf({ path }));
const ENCODED = METAS.map(encode);

function encode(meta: FileMeta): EncodedMeta {
  const bytes = encodeMeta(meta);
  return { hash: hashOf(bytes), bytes };
}

function nameOf(bytes: Buffer): string {
  return metaNameOf(hashOf(bytes));
}

function assertCorrupt(bytes: Buffer, message: RegExp, name = nameOf(bytes)): void {
  assert.throws(() => decodeMetas(bytes, name), { code: 'PROFILE_CORRUPT', message });
}

describe('a file of metas', () => {
  const bytes = encodeMetas(ENCODED);

  it('returns each meta by its hash', () => {
    const expected = ENCODED.map(({ hash }, index) => [hash, METAS[index]] as const);
    assert.deepEqual(decodeMetas(bytes, nameOf(bytes)), new Map(expected));
  });

  it('is the meta itself if there is only one', () => {
    const [only = assert.fail()] = ENCODED;
    assert.deepEqual(encodeMetas([only]), only.bytes);
    assert.deepEqual(
      decodeMetas(encodeMetas([only]), metaNameOf(only.hash)),
      new Map([[only.hash, METAS[0]]]),
    );
  });

  it('has equal bytes for equal sets of metas', () => {
    assert.deepEqual(encodeMetas([...ENCODED].reverse()), bytes);
  });

  it('lists where each meta is, from its first bytes', () => {
    const start = bytes.subarray(0, 100);
    for (const { hash, offset, length } of listExtents(start, bytes.length, 'covmeta.x'))
      assert.equal(hashOf(bytes.subarray(offset, offset + length)), hash);
    assert.throws(() => listExtents(start, bytes.length - 1, 'covmeta.x'), { code: 'PROFILE_CORRUPT' });
    assert.throws(() => listExtents(start, bytes.length + 1, 'covmeta.x'), { code: 'PROFILE_CORRUPT' });
  });

  it('is corrupt if any byte is changed or missing', () => {
    for (let index = 0; index < bytes.length; index++) {
      const flipped = Buffer.from(bytes);
      flipped[index] = Number(flipped[index]) ^ 0x01;
      assertCorrupt(flipped, new RegExp(`^Corrupt profile ${nameOf(bytes)}: `), nameOf(bytes));
      assertCorrupt(bytes.subarray(0, index), /./, nameOf(bytes));
    }
  });
});

describe('a pack of metas with a valid hash', () => {
  const [first = assert.fail(), second = assert.fail()] = [...ENCODED].sort((a, b) =>
    a.hash < b.hash ? -1 : 1,
  );

  function pack(
    entries: readonly (readonly [hash: string, length: number])[],
    ...contents: Uint8Array[]
  ): Buffer {
    const writer = new ByteWriter();
    writer.ascii(META_PACK_MAGIC);
    writer.uint(VERSION);
    writer.uint(entries.length);
    for (const [hash, length] of entries) {
      writer.hex(hash, 16);
      writer.uint(length);
    }
    return Buffer.concat([writer.written(), ...contents]);
  }

  const sizeOf = ({ bytes }: EncodedMeta) => bytes.length;

  it('is corrupt if a meta has another hash, and names the pack', () => {
    const bytes = pack([[first.hash, sizeOf(second)]], second.bytes);
    assertCorrupt(
      bytes,
      new RegExp(`^Corrupt profile ${nameOf(bytes)}: covmeta.${first.hash} in it has another`),
    );
  });

  it('is corrupt if metas are repeated or in another order', () => {
    const [one, other] = [
      [first.hash, sizeOf(first)],
      [second.hash, sizeOf(second)],
    ] as const;
    assertCorrupt(pack([one, one], first.bytes, first.bytes), /not in the order of their hashes/);
    assertCorrupt(pack([other, one], second.bytes, first.bytes), /not in the order of their hashes/);
  });

  it('is corrupt if it has more or fewer bytes than its metas', () => {
    const entry = [first.hash, sizeOf(first)] as const;
    assertCorrupt(pack([entry], first.bytes, Buffer.from('x')), /unexpected data after the end/);
    assertCorrupt(pack([entry], first.bytes.subarray(1)), /unexpected end of data/);
    assertCorrupt(pack([[first.hash, Number.MAX_SAFE_INTEGER]], first.bytes), /unexpected end of data/);
    assertCorrupt(pack([], Buffer.from('x')), /unexpected data after the end/);
  });

  it('is refused if it is of another version', () => {
    const bytes = pack([[first.hash, sizeOf(first)]], first.bytes);
    bytes[META_PACK_MAGIC.length] = VERSION + 1;
    assert.throws(() => decodeMetas(bytes, nameOf(bytes)), { code: 'PROFILE_VERSION' });
  });

  it('may contain no meta', () => {
    const bytes = pack([]);
    assert.deepEqual(decodeMetas(bytes, nameOf(bytes)), new Map());
  });
});
