/** Counters on their way into a sum: no file takes memory beyond the one that all share. */

import type { ProcessHeader } from '../model/counters-profile.js';
import { HASH_BYTES } from './constants.js';
import { openCounters } from './counters-file.js';

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
 * Reads a whole file before anything of it can be added: of one that is damaged at its end nothing is in a sum.
 *
 * @param name the file's
 * @returns what can be added until the next file is scanned
 * @throws CovermainError as `decodeCounters`
 */
export type CountersScan = (bytes: Buffer, name: string) => ScannedCounters;

/** In counters: enough for most profiles. */
const FIRST_SIZE = 2 ** 14;

export function createCountersScan(): CountersScan {
  let memory = new Float64Array(FIRST_SIZE);
  return (bytes, name) => {
    const { header, reader } = openCounters(bytes, name);
    const spans: (Pick<ScannedFile, 'meta' | 'size'> & { readonly start: number })[] = [];
    let end = 0;
    for (let left = reader.count(); left > 0; left--) {
      const meta = reader.hex(HASH_BYTES);
      const size = reader.count();
      memory = withRoom(memory, end + size);
      reader.uints(memory, end, size);
      spans.push({ meta, size, start: end });
      end += size;
    }
    reader.end();
    const counters = memory;
    const files = spans.map(({ meta, size, start }) => {
      return { meta, size, addTo: (sum: Float64Array) => addUp(sum, counters, start) };
    });
    return { header, files };
  };
}

function withRoom(memory: Float64Array<ArrayBuffer>, size: number): Float64Array<ArrayBuffer> {
  if (size <= memory.length) return memory;
  const larger = new Float64Array(2 * size);
  larger.set(memory);
  return larger;
}

function addUp(sum: Float64Array, counters: Float64Array, start: number): void {
  for (let index = 0; index < sum.length; index++)
    (sum[index] as number) += counters[start + index] as number;
}
