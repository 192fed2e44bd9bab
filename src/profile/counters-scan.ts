/**
 * Counters on their way into a sum. Each is looked at twice, once for whether the file is one at all and once to be added,
 * but none is kept: a file takes no memory beyond its bytes.
 */

import { openCounters } from './counters-file.js';
import type { ProcessHeader } from './counters-profile.js';
import { HASH_BYTES } from './format.js';

export interface ScannedCounters {
  readonly header: ProcessHeader;
  readonly files: readonly ScannedFile[];
}

export interface ScannedFile {
  /** The hash of the meta. */
  readonly meta: string;
  /** How many counters. */
  readonly size: number;
  /** Adds them to as many. */
  readonly addTo: (sum: Float64Array) => void;
}

/**
 * @param name the file's
 * @throws CovermainError as `decodeCounters`
 */
export function scanCounters(bytes: Buffer, name: string): ScannedCounters {
  const { header, reader } = openCounters(bytes, name);
  const files = Array.from({ length: reader.count() }, (): ScannedFile => {
    const meta = reader.hex(HASH_BYTES);
    const size = reader.count();
    const start = reader.skipUints(size);
    return { meta, size, addTo: (sum) => addUints(bytes, start, sum) };
  });
  reader.end();
  return { header, files };
}

/** Most counters take one byte. */
function addUints(bytes: Buffer, start: number, sum: Float64Array): void {
  let offset = start;
  for (let index = 0; index < sum.length; index++) {
    let byte = bytes[offset++] as number;
    let value = byte & 0x7f;
    for (let weight = 0x80; byte >= 0x80; weight *= 0x80) {
      byte = bytes[offset++] as number;
      value += (byte & 0x7f) * weight;
    }
    (sum[index] as number) += value;
  }
}
