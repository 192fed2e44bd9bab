/** Scanning counters files for addition. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { COUNTERS_MAGIC } from '../../../../src/profile/format/constants.js';
import {
  countersNameOf,
  decodeCounters,
  encodeCounters,
} from '../../../../src/profile/format/counters-file.js';
import { createCountersScan } from '../../../../src/profile/format/counters-scan.js';
import { beginProfileFile } from '../../../../src/profile/format/preamble.js';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { EDGES, profileOf, randomOf, randomProfile } from '../../../support/profiles.js';

const HASH = '00112233445566778899aabbccddeeff';
const OTHER = 'ff112233445566778899aabbccddeeff';

describe('createCountersScan', () => {
  /** Scans a profile and adds each of its files to zeros. */
  function scanned(scan: ReturnType<typeof createCountersScan>, profile: CountersProfile): CountersProfile {
    const { header, files } = scan(encodeCounters(profile), countersNameOf(profile));
    const sums = files.map(({ meta, size, addTo }) => {
      const counters = new Float64Array(size);
      addTo(counters);
      return { meta, counters };
    });
    return { ...header, files: sums };
  }

  it('returns the counters of random profiles, one after another', () => {
    const scan = createCountersScan();
    for (let seed = 0; seed < 200; seed++) {
      const profile = randomProfile(randomOf(seed));
      const decoded = decodeCounters(encodeCounters(profile), countersNameOf(profile));
      assert.deepEqual(scanned(scan, profile), decoded, `seed ${seed}`);
    }
  });

  it('returns counters of every size', () => {
    const profile = profileOf([{ meta: HASH, counters: Float64Array.from(EDGES) }]);
    assert.deepEqual(scanned(createCountersScan(), profile), profile);
  });

  it('returns a large profile after a small one, and a small one after a large one', () => {
    const scan = createCountersScan();
    const sizes = [3, 100_000, 0, 2, 40_000];
    for (const size of sizes) {
      const counters = Float64Array.from({ length: size }, (_, index) => index * 7);
      const profile = profileOf([
        { meta: HASH, counters },
        { meta: OTHER, counters: counters.slice(0, 2) },
      ]);
      assert.deepEqual(scanned(scan, profile), profile, `${size} counters`);
    }
  });

  it('returns no files for an empty profile and no counters for a file without probes', () => {
    const scan = createCountersScan();
    assert.deepEqual(scanned(scan, profileOf([])), profileOf([]));
    const none = profileOf([{ meta: HASH, counters: new Float64Array() }]);
    assert.deepEqual(scanned(scan, none), none);
  });

  it('adds to existing counts as often as it is called', () => {
    const profile = profileOf([{ meta: HASH, counters: [1, 200, 2 ** 40] }]);
    const { files } = createCountersScan()(encodeCounters(profile), countersNameOf(profile));
    const sum = Float64Array.of(10, 20, 30);
    for (const { addTo } of [...files, ...files]) addTo(sum);
    assert.deepEqual(sum, Float64Array.of(12, 420, 2 ** 41 + 30));
  });
});

describe('scanning a damaged file', () => {
  const PROFILE = profileOf([
    { meta: HASH, counters: [0, 127, 128, 300, 2 ** 21, 2 ** 53 - 1] },
    { meta: OTHER, counters: [] },
    { meta: OTHER, counters: [5] },
  ]);
  const NAME = countersNameOf(PROFILE);
  const BYTES = encodeCounters(PROFILE);
  const scan = createCountersScan();

  it('rejects every truncation', () => {
    for (let size = 0; size < BYTES.length; size++) assertRefused(BYTES.subarray(0, size), `${size} bytes`);
  });

  it('rejects every changed bit', () => {
    for (let index = 0; index < BYTES.length; index++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Buffer.from(BYTES);
        flipped[index] = Number(flipped[index]) ^ (1 << bit);
        assertRefused(flipped, `byte ${index}, bit ${bit}`);
      }
    }
  });

  it('rejects truncated content with a valid checksum', () => {
    const content = BYTES.subarray(0, -8);
    const start = content.indexOf(Buffer.from(HASH, 'hex')) - 1;
    for (let size = start; size < content.length; size++)
      assertRefused(withChecksum(content.subarray(0, size)), `${size} bytes`);
    assertRefused(withChecksum(Buffer.concat([content, Buffer.of(0)])), 'one more');
  });

  it('rejects an integer above 2^53 - 1 at any position', () => {
    for (const hex of ['8080808080808010', '808080808080808001', '80', '8080']) {
      const { files: _, ...header } = PROFILE;
      const writer = beginProfileFile(COUNTERS_MAGIC);
      writer.text(JSON.stringify(header));
      writer.uint(1);
      writer.hex(HASH, 16);
      writer.uint(2);
      writer.uint(1);
      assertRefused(withChecksum(Buffer.concat([writer.written(), Buffer.from(hex, 'hex')])), hex);
    }
  });

  /** Asserts the same error as decoding, which is thrown before anything can be added. */
  function assertRefused(bytes: Buffer, title: string): void {
    const errors = [scan, decodeCounters].map((read) => {
      try {
        read(bytes, NAME);
      } catch (error) {
        return error;
      }
      return assert.fail(`${title}: the file was read`);
    });
    assert.deepEqual(errors[0], errors[1], title);
    assert.equal((errors[0] as { code?: unknown }).code, 'PROFILE_CORRUPT', title);
  }
});

function withChecksum(content: Buffer): Buffer {
  return Buffer.concat([content, createHash('sha256').update(content).digest().subarray(0, 8)]);
}
