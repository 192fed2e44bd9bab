/**
 * Reads counters files for addition to a sum. All files share one buffer, so memory does not grow with their
 * number.
 */

import type { ProcessHeader } from '../model/counters-profile.js';
import { HASH_BYTES } from './constants.js';
import { openCounters } from './counters-file.js';

export interface ScannedCounters {
  readonly header: ProcessHeader;
  readonly files: readonly ScannedFile[];
}

export interface ScannedFile {
  /** Hash of the meta. */
  readonly meta: string;
  /** Number of counters. */
  readonly size: number;
  /** Adds the counters to a sum of the same size. */
  readonly addTo: (sum: Float64Array) => void;
}

/** A counters file without its counters. */
export interface CheckedCounters {
  readonly header: ProcessHeader;
  readonly files: readonly Pick<ScannedFile, 'meta' | 'size'>[];
  /** Whether a counter is not 0. */
  readonly hasHits: boolean;
}

/**
 * Reads a whole file before any of it can be added, so a file that is damaged at its end contributes nothing.
 *
 * @param name file name
 * @returns counters that are valid until the next file is scanned
 * @throws CovermainError as `decodeCounters`
 */
export type CountersScan = (bytes: Buffer, name: string) => ScannedCounters;

/** Initial number of counters in the shared buffer: enough for most profiles. */
const FIRST_SIZE = 2 ** 14;

/** Creates a scan with a buffer of its own. */
export function createCountersScan(): CountersScan {
  let buffer = new Float64Array(FIRST_SIZE);
  return (bytes, name) => {
    const { header, reader } = openCounters(bytes, name);
    const slices: (Pick<ScannedFile, 'meta' | 'size'> & { readonly start: number })[] = [];
    let end = 0;
    for (let remaining = reader.count(); remaining > 0; remaining--) {
      const meta = reader.hex(HASH_BYTES);
      const size = reader.count();
      buffer = growTo(buffer, end + size);
      reader.uints(buffer, end, size);
      slices.push({ meta, size, start: end });
      end += size;
    }
    reader.end();
    const counters = buffer;
    const files = slices.map(({ meta, size, start }) => {
      return { meta, size, addTo: (sum: Float64Array) => addSlice(sum, counters, start) };
    });
    return { header, files };
  };
}

/** Number of counters that `checkCounters` reads at once. */
const CHUNK = 2 ** 12;

const chunk = new Float64Array(CHUNK);

/**
 * Reads a whole file to check it, and keeps none of its counters: memory does not grow with their number.
 *
 * @param name file name
 * @returns its header, and the hash and number of counters of each meta
 * @throws CovermainError as `decodeCounters`
 */
export function checkCounters(bytes: Buffer, name: string): CheckedCounters {
  const { header, reader } = openCounters(bytes, name);
  const files: Pick<ScannedFile, 'meta' | 'size'>[] = [];
  let hasHits = false;
  for (let remaining = reader.count(); remaining > 0; remaining--) {
    const meta = reader.hex(HASH_BYTES);
    const size = reader.count();
    for (let left = size; left > 0; left -= CHUNK) {
      const count = Math.min(left, CHUNK);
      reader.uints(chunk, 0, count);
      hasHits ||= chunk.subarray(0, count).some((counter) => counter > 0);
    }
    files.push({ meta, size });
  }
  reader.end();
  return { header, files, hasHits };
}

function growTo(buffer: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  if (size <= buffer.length) return buffer;
  const larger = new Float64Array(2 * size);
  larger.set(buffer);
  return larger;
}

function addSlice(sum: Float64Array, counters: Float64Array, start: number): void {
  for (let index = 0; index < sum.length; index++)
    (sum[index] as number) += counters[start + index] as number;
}
