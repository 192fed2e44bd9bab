/** Encoding and decoding meta files. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ByteWriter } from '../../../../src/profile/format/byte-writer.js';
import { MAX_ITEMS, MAX_PROBES, META_MAGIC, VERSION } from '../../../../src/profile/format/constants.js';
import {
  decodeMeta,
  encodeMeta,
  hashOf,
  metaNameOf,
  requireStorable,
} from '../../../../src/profile/format/meta-file.js';
import { beginProfileFile } from '../../../../src/profile/format/preamble.js';
import type { ArmMeta, FileMeta } from '../../../../src/profile/model/file-meta.js';
import { metaOf, randomMeta, randomOf } from '../../../support/profiles.js';

function nameOf(bytes: Buffer): string {
  return metaNameOf(hashOf(bytes));
}

const UNWRITTEN: ArmMeta = { range: null, count: [] };

describe('encoding and decoding a meta', () => {
  const METAS: readonly [title: string, meta: FileMeta][] = [
    ['a meta with items of every kind', metaOf()],
    ['the meta of an empty file', metaOf({ probes: 0, statements: [], functions: [], branches: [] })],
    ['a count of several probes, and one of none', countsOf([0, 1, 2], [])],
    ['a branch without arms', metaOf({ branches: [{ kind: 'switch', range: [1, 0, 1, 9], arms: [] }] })],
    ['untraced code', metaOf({ untraced: ['greet (line 1)', 'a function in line 3'] })],
    ['large positions', metaOf({ statements: [{ range: [1, 127, 128, 2 ** 32], count: [] }] })],
  ];

  for (const [title, meta] of METAS) {
    it(`returns ${title} unchanged`, () => {
      const bytes = encodeMeta(meta);
      assert.deepEqual(decodeMeta(bytes, nameOf(bytes)), meta);
    });
  }

  it('returns random metas unchanged', () => {
    for (let seed = 0; seed < 300; seed++) {
      const meta = randomMeta(randomOf(seed));
      const bytes = encodeMeta(meta);
      assert.deepEqual(decodeMeta(bytes, nameOf(bytes)), meta, `seed ${seed}`);
    }
  });

  it('gives equal bytes for equal metas and other bytes for other metas', () => {
    assert.deepEqual(encodeMeta(structuredClone(metaOf())), encodeMeta(metaOf()));
    assert.notDeepEqual(encodeMeta(metaOf({ path: 'src/other.ts' })), encodeMeta(metaOf()));
  });

  it('names a meta by the first half of the SHA-256 of its bytes', () => {
    const bytes = encodeMeta(metaOf());
    const digest = createHash('sha256').update(bytes).digest('hex');
    assert.equal(hashOf(bytes), digest.slice(0, 32));
    assert.equal(nameOf(bytes), `covmeta.${digest.slice(0, 32)}`);
  });

  it('is possible for each meta that profiles can contain, and for no other', () => {
    const metas = [
      metaOf({ probes: MAX_PROBES }),
      metaOf({ probes: MAX_PROBES + 1 }),
      metaOf({ path: `src/${'x'.repeat(300)}.js` }),
      metaOf({ path: '' }),
      metaOf({ branches: [{ kind: 'switch', range: [1, 0, 1, 9], arms: Array(MAX_ITEMS).fill(UNWRITTEN) }] }),
    ];
    for (const [index, meta] of metas.entries()) {
      const bytes = encodeMeta(meta);
      if (index === 0) {
        assert.doesNotThrow(() => requireStorable(meta));
        assert.doesNotThrow(() => decodeMeta(bytes, nameOf(bytes)));
      } else {
        assert.throws(() => requireStorable(meta), { code: 'SOURCE_NOT_STORABLE' });
        assert.throws(() => decodeMeta(bytes, nameOf(bytes)), { code: 'PROFILE_CORRUPT' });
      }
    }
  });

  it('refuses to encode an invalid source hash', () => {
    assert.throws(() => encodeMeta(metaOf({ sourceHash: 'abc' })), RangeError);
  });
});

function countsOf(...counts: readonly (readonly number[])[]): FileMeta {
  return metaOf({ statements: counts.map((count) => ({ range: [1, 0, 1, 1], count })) });
}

describe('decoding an invalid meta file', () => {
  const bytes = encodeMeta(metaOf());
  const name = nameOf(bytes);

  it('reports a corrupt file for every truncation', () => {
    for (let size = 0; size < bytes.length; size++)
      assertCorrupt(bytes.subarray(0, size), name, new RegExp(`^Corrupt profile ${name}: `));
  });

  it('reports a corrupt file for every changed byte', () => {
    for (let index = 0; index < bytes.length; index++) {
      for (const bits of [0x01, 0x80, 0xff]) {
        const flipped = Buffer.from(bytes);
        flipped[index] = Number(flipped[index]) ^ bits;
        assertCorrupt(flipped, name, new RegExp(`^Corrupt profile ${name}: `));
      }
    }
  });

  it('reports a corrupt file under another name', () => {
    for (const other of ['covmeta.', `${name}.copy`, name.toUpperCase(), `covmeta.${'0'.repeat(32)}`])
      assertCorrupt(bytes, other, /its name is not the hash of its bytes\. Copy it again/);
  });

  it('reports an unsupported version only if the hash is valid', () => {
    const later = Buffer.from(bytes);
    later[META_MAGIC.length] = VERSION + 1;
    assertCorrupt(later, name, /its name is not the hash of its bytes/);
    assert.throws(() => decodeMeta(later, nameOf(later)), {
      name: 'CovermainError',
      code: 'PROFILE_VERSION',
      message: `Cannot read ${nameOf(later)}: expected profile format version 2, got 3. Read it with the version of covermain that wrote it.`,
    });
  });
});

describe('decoding a meta file with a valid hash', () => {
  /** Writes the content after the path, the hash of the source and the number of probes, which is 3. */
  const CONTENTS: readonly [title: string, write: (writer: ByteWriter) => void, message: RegExp][] = [
    ['a probe after the last one', (writer) => writeAll(writer, 1, 1, 0, 1, 1, 1, 3, 0, 0), /probe 3 of 3/],
    [
      'an unknown kind of branch',
      (writer) => writeAll(writer, 0, 0, 1, 6, 1, 0, 1, 1, 0),
      /unknown kind of branch\./,
    ],
    [
      'an arm with an unknown mark',
      (writer) => writeAll(writer, 0, 0, 1, 0, 1, 0, 1, 1, 1, 2, 0),
      /unknown kind of branch arm/,
    ],
    ['more statements than bytes', (writer) => writeAll(writer, 2 ** 30), /unexpected end of data/],
    [
      'a range of three integers',
      (writer) => writeAll(writer, 0, 0, 1, 0, 1, 0, 1),
      /unexpected end of data/,
    ],
    ['data after the end', (writer) => writeAll(writer, 0, 0, 0, 0), /unexpected data after the end/],
  ];

  for (const [title, write, message] of CONTENTS) {
    it(`reports a corrupt file for ${title}`, () => {
      const writer = beginProfileFile(META_MAGIC);
      writer.text('src/a.ts');
      writer.hex('ab'.repeat(32), 32);
      writer.uint(3);
      write(writer);
      assertCorrupt(writer.written(), nameOf(writer.written()), message);
    });
  }

  it('reports a corrupt file for more probes than the limit', () => {
    for (const probes of [2 ** 24 + 1, 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      const bytes = encodeMeta({ ...metaOf(), probes });
      assertCorrupt(bytes, nameOf(bytes), new RegExp(`${probes} probes exceed the limit of `));
    }
  });

  it('reports a corrupt file for another magic', () => {
    const foreign = Buffer.from('{"name": "an npm package"}');
    assertCorrupt(foreign, nameOf(foreign), /expected it to start with "covmeta\\n"/);
  });
});

function writeAll(writer: ByteWriter, ...values: readonly number[]): void {
  for (const value of values) writer.uint(value);
}

function assertCorrupt(bytes: Buffer, name: string, message: RegExp): void {
  assert.throws(() => decodeMeta(bytes, name), { name: 'CovermainError', code: 'PROFILE_CORRUPT', message });
}
