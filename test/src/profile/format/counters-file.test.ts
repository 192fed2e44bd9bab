/** Encoding and decoding counters files. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ByteWriter } from '../../../../src/profile/format/byte-writer.js';
import { COUNTERS_MAGIC, VERSION } from '../../../../src/profile/format/constants.js';
import {
  countersNameOf,
  decodeCounters,
  encodeCounters,
  parseCountersNames,
} from '../../../../src/profile/format/counters-file.js';
import { beginProfileFile } from '../../../../src/profile/format/preamble.js';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { EDGES, profileOf, randomOf, randomProfile } from '../../../support/profiles.js';

const HASH = '00112233445566778899aabbccddeeff';
const PROFILE = profileOf([
  { meta: HASH, counters: Float64Array.from(EDGES) },
  { meta: HASH.replaceAll('0', 'f'), counters: new Float64Array() },
]);
const NAME = 'covcounters.run-1.42.2025-01-02T03-04-05-678Z';

describe('the file name of a profile', () => {
  it('contains the run, the process and the time, and sorts by time', () => {
    assert.equal(countersNameOf(PROFILE), NAME);
    assert.ok(countersNameOf(profileOf([], { start: '2025-01-02T03:04:05.679Z' })) > NAME);
  });

  it('is parsed, unlike the names of other files', () => {
    const parsed = { name: NAME, run: 'run-1', pid: 42, time: '2025-01-02T03-04-05-678Z' };
    assert.deepEqual(parseCountersNames([NAME, 'covmeta.aa', 'package.json']), [parsed]);
  });
});

describe('encoding and decoding a profile', () => {
  const PROFILES: readonly [title: string, profile: CountersProfile][] = [
    ['a profile with counters of every size', PROFILE],
    ['a profile without files', profileOf([])],
    [
      'a profile with all optional values unknown',
      profileOf([], { pod: 'pod-0', commit: null, label: 'nächtlich 🙂' }),
    ],
  ];

  for (const [title, profile] of PROFILES) {
    it(`returns ${title} unchanged`, () => {
      assert.deepEqual(decodeCounters(encodeCounters(profile), countersNameOf(profile)), profile);
    });
  }

  it('returns random profiles unchanged', () => {
    for (let seed = 0; seed < 200; seed++) {
      const profile = randomProfile(randomOf(seed));
      const read = decodeCounters(encodeCounters(profile), countersNameOf(profile));
      assert.deepEqual(read, profile, `seed ${seed}`);
    }
  });

  it('accepts counters in any kind of array', () => {
    const counters = [0, 7, 2 ** 32 - 1];
    for (const array of [counters, Uint32Array.from(counters), Float64Array.from(counters)])
      assert.deepEqual(
        encodeCounters(profileOf([{ meta: HASH, counters: array }])),
        encodeCounters(profileOf([{ meta: HASH, counters }])),
      );
  });

  it('uses one byte for a counter below 128', () => {
    const sizeOf = (counters: readonly number[]) =>
      encodeCounters(profileOf([{ meta: HASH, counters }])).length;
    assert.equal(sizeOf(Array(100).fill(127)) - sizeOf([]), 100);
  });

  const REFUSED: readonly [field: string, changes: Record<string, unknown>][] = [
    ['run', { run: '../run' }],
    ['run', { run: 'run.1' }],
    ['run', { run: '' }],
    ['pid', { pid: -1 }],
    ['argv', { argv: [1] }],
    ['pod', { pod: undefined }],
    ['start', { start: 'today' }],
    ['start', { start: '2025-01-02T03:04:05Z' }],
    ['end', { end: '2025-13-02T03:04:05.678Z' }],
  ];

  for (const [field, changes] of REFUSED) {
    it(`refuses to encode the ${field} ${JSON.stringify(changes[field])}`, () => {
      assert.throws(() => encodeCounters(profileOf([], changes)), {
        name: 'RangeError',
        message: `Invalid profile field "${field}": ${JSON.stringify(changes[field])}.`,
      });
    });
  }

  it('refuses to encode an invalid counter or hash', () => {
    for (const counter of [-1, 0.5, 2 ** 53, Number.NaN])
      assert.throws(() => encodeCounters(profileOf([{ meta: HASH, counters: [counter] }])), RangeError);
    assert.throws(() => encodeCounters(profileOf([{ meta: 'abc', counters: [] }])), RangeError);
  });
});

describe('decoding an invalid counters file', () => {
  const bytes = encodeCounters(PROFILE);

  it('reports a corrupt file for every truncation', () => {
    for (let size = 0; size < bytes.length; size++)
      assertCorrupt(bytes.subarray(0, size), NAME, new RegExp(`^Corrupt profile ${NAME}: `));
  });

  it('reports a corrupt file for every changed byte', () => {
    for (let index = 0; index < bytes.length; index++) {
      for (const bits of [0x01, 0x80, 0xff]) {
        const flipped = Buffer.from(bytes);
        flipped[index] = Number(flipped[index]) ^ bits;
        assertCorrupt(flipped, NAME, new RegExp(`^Corrupt profile ${NAME}: `));
      }
    }
  });

  it('reports a corrupt file if data follows the end', () => {
    assertCorrupt(Buffer.concat([bytes, bytes]), NAME, /checksum mismatch/);
  });

  it('rejects a renamed copy, which would be counted twice', () => {
    assertCorrupt(bytes, `${NAME}.bak`, /its header belongs to the file name covcounters\.run-1\.42\.2025/);
  });

  it('reports an unsupported version only if the checksum is valid', () => {
    const later = Buffer.from(bytes);
    later[COUNTERS_MAGIC.length] = VERSION + 1;
    assertCorrupt(later, NAME, /checksum mismatch/);
    assert.throws(() => decodeCounters(withChecksum(later.subarray(0, -8)), NAME), {
      name: 'CovermainError',
      code: 'PROFILE_VERSION',
      message: `Cannot read ${NAME}: expected profile format version 2, got 3. Read it with the version of covermain that wrote it.`,
    });
  });

  it('reports a corrupt file for foreign data', () => {
    assertCorrupt(Buffer.from('{"name": "an npm package"}'), NAME, /expected it to start with "covcount"/);
  });
});

describe('decoding a counters file with a valid checksum', () => {
  const { files: _, ...header } = PROFILE;
  const HEADER = JSON.stringify(header);
  const CONTENTS: readonly [title: string, header: string, write: (writer: ByteWriter) => void, RegExp][] = [
    ['a header that is not JSON', '{', () => {}, /the header is not a JSON object/],
    ['a header that is not an object', 'null', () => {}, /the header is not a JSON object/],
    ['a header without a pid', HEADER.replace('"pid"', '"id"'), () => {}, /the header has no valid "pid"/],
    [
      'a header with a package outside of the repository',
      JSON.stringify({ ...header, package: { name: 'a', directory: '../../etc' } }),
      () => {},
      /no valid "package"/,
    ],
    ['a header with a path as its run', HEADER.replace('run-1', '../x'), () => {}, /no valid "run"/],
    ['a missing number of files', HEADER, () => {}, /unexpected end of data/],
    ['more files than bytes', HEADER, (writer) => writer.uint(2 ** 40), /unexpected end of data/],
    [
      'more counters than bytes',
      HEADER,
      (writer) => {
        writer.uint(1);
        writer.hex(HASH, 16);
        writer.uint(2 ** 40);
      },
      /unexpected end of data/,
    ],
    [
      'data after the end',
      HEADER,
      (writer) => {
        writer.uint(0);
        writer.uint(0);
      },
      /unexpected data after the end/,
    ],
  ];

  for (const [title, text, write, message] of CONTENTS) {
    it(`reports a corrupt file for ${title}`, () => {
      const writer = beginProfileFile(COUNTERS_MAGIC);
      writer.text(text);
      write(writer);
      assertCorrupt(withChecksum(writer.written()), NAME, message);
    });
  }
});

function withChecksum(content: Buffer): Buffer {
  return Buffer.concat([content, createHash('sha256').update(content).digest().subarray(0, 8)]);
}

function assertCorrupt(bytes: Buffer, name: string, message: RegExp): void {
  assert.throws(() => decodeCounters(bytes, name), {
    name: 'CovermainError',
    code: 'PROFILE_CORRUPT',
    message,
  });
}
