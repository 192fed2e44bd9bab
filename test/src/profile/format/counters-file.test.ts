/** A profile is read as it was written; a file that was cut, changed or renamed has a named error, never a number. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { ByteWriter } from '../../../../src/profile/format/byte-writer.js';
import { COUNTERS_MAGIC, VERSION } from '../../../../src/profile/format/constants.js';
import {
  countersNameOf,
  decodeCounters,
  encodeCounters,
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

describe("a profile's name", () => {
  it('tells the run, the process and the time, and sorts by time', () => {
    assert.equal(countersNameOf(PROFILE), NAME);
    assert.ok(countersNameOf(profileOf([], { start: '2025-01-02T03:04:05.679Z' })) > NAME);
  });
});

describe('a profile', () => {
  const PROFILES: readonly [what: string, profile: CountersProfile][] = [
    ['with counters of every size', PROFILE],
    ['without files', profileOf([])],
    ['with all that may be unknown', profileOf([], { pod: 'pod-0', commit: null, label: 'nächtlich 🙂' })],
  ];

  for (const [what, profile] of PROFILES) {
    it(`${what} is read as it was written`, () => {
      assert.deepEqual(decodeCounters(encodeCounters(profile), countersNameOf(profile)), profile);
    });
  }

  it('is read as it was written, whatever it holds', () => {
    for (let seed = 0; seed < 200; seed++) {
      const profile = randomProfile(randomOf(seed));
      const read = decodeCounters(encodeCounters(profile), countersNameOf(profile));
      assert.deepEqual(read, profile, `seed ${seed}`);
    }
  });

  it('may hold its counters in any array', () => {
    const counters = [0, 7, 2 ** 32 - 1];
    for (const array of [counters, Uint32Array.from(counters), Float64Array.from(counters)])
      assert.deepEqual(
        encodeCounters(profileOf([{ meta: HASH, counters: array }])),
        encodeCounters(profileOf([{ meta: HASH, counters }])),
      );
  });

  it('takes one byte for a counter below 128', () => {
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
    it(`cannot be written with the ${field} ${JSON.stringify(changes[field])}`, () => {
      assert.throws(() => encodeCounters(profileOf([], changes)), {
        name: 'RangeError',
        message: `a profile's ${field} cannot be ${JSON.stringify(changes[field])}`,
      });
    });
  }

  it('cannot be written with a counter or a hash that is none', () => {
    for (const counter of [-1, 0.5, 2 ** 53, Number.NaN])
      assert.throws(() => encodeCounters(profileOf([{ meta: HASH, counters: [counter] }])), RangeError);
    assert.throws(() => encodeCounters(profileOf([{ meta: 'abc', counters: [] }])), RangeError);
  });
});

describe("a profile's file", () => {
  const bytes = encodeCounters(PROFILE);

  it('is refused by name wherever it is cut short', () => {
    for (let size = 0; size < bytes.length; size++)
      assertCorrupt(bytes.subarray(0, size), NAME, new RegExp(`^${NAME} is not a whole file of a profile: `));
  });

  it('is refused by name whichever byte is another', () => {
    for (let index = 0; index < bytes.length; index++) {
      for (const bits of [0x01, 0x80, 0xff]) {
        const flipped = Buffer.from(bytes);
        flipped[index] = Number(flipped[index]) ^ bits;
        assertCorrupt(flipped, NAME, new RegExp(`^${NAME} is not a whole file of a profile: `));
      }
    }
  });

  it('is refused with something behind its end', () => {
    assertCorrupt(Buffer.concat([bytes, bytes]), NAME, /its checksum is not that of its bytes/);
  });

  it('is refused under another name: the copy would count twice', () => {
    assertCorrupt(bytes, `${NAME}.bak`, /by what it holds its name is covcounters\.run-1\.42\.2025/);
  });

  it('is refused as one of another version only if it is whole', () => {
    const later = Buffer.from(bytes);
    later[COUNTERS_MAGIC.length] = VERSION + 1;
    assertCorrupt(later, NAME, /its checksum/);
    assert.throws(() => decodeCounters(withChecksum(later.subarray(0, -8)), NAME), {
      name: 'CovermainError',
      code: 'PROFILE_VERSION',
      message: `${NAME} has version 3 of the profile format, expected 2: read it with the covermain that wrote it`,
    });
  });

  it('is refused if it is foreign', () => {
    assertCorrupt(Buffer.from('{"name": "an npm package"}'), NAME, /it does not begin with "covcount"/);
  });
});

describe('content that no profile has', () => {
  const { files: _, ...header } = PROFILE;
  const HEADER = JSON.stringify(header);
  const CONTENTS: readonly [what: string, header: string, write: (writer: ByteWriter) => void, RegExp][] = [
    ['a header that is no JSON', '{', () => {}, /its header is not a JSON object/],
    ['a header that is no object', 'null', () => {}, /its header is not a JSON object/],
    ['a header without a pid', HEADER.replace('"pid"', '"id"'), () => {}, /its header has no valid "pid"/],
    ['a header with a path for a run', HEADER.replace('run-1', '../x'), () => {}, /no valid "run"/],
    ['no number of files', HEADER, () => {}, /it ends too early/],
    ['more files than bytes', HEADER, (writer) => writer.uint(2 ** 40), /it ends too early/],
    [
      'more counters than bytes',
      HEADER,
      (writer) => {
        writer.uint(1);
        writer.hex(HASH, 16);
        writer.uint(2 ** 40);
      },
      /it ends too early/,
    ],
    [
      'something behind its end',
      HEADER,
      (writer) => {
        writer.uint(0);
        writer.uint(0);
      },
      /it goes on behind its end/,
    ],
  ];

  for (const [what, text, write, message] of CONTENTS) {
    it(`is refused: ${what}`, () => {
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
