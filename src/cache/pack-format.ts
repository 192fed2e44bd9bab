/**
 * The format of a pack: a file that holds many entries of a cache. It is written once and never changed.
 *
 *     offset  bytes
 *     0       8         magic
 *     8       16        checksum of everything up to the end of the index, except for the magic and itself
 *     24      16        hash of covermain's build: other builds ignore the pack
 *     40      4         number of entries
 *     44      4         size of the file
 *     48      40 each   index: entries, sorted by their keys
 *             0   16    key
 *             16  16    checksum of the data
 *             32  4     offset of the data in the file
 *             36  4     length of the data
 *     …                 data of the entries in the order in which they were added; each starts at a multiple of 8
 *
 * Numbers have the byte order of the machine: on a machine of the other order, the magic is wrong.
 */
import { compareHashAt, compareHashes, formatHash, type Hash, hashBytes } from '../platform/fast-hash.js';

/** An entry before it is written. */
export interface NewEntry {
  readonly key: Hash;
  readonly data: Uint8Array;
}

/** Where the data of an entry is in its pack. */
export interface PackEntry {
  readonly key: Hash;
  readonly checksum: Hash;
  readonly offset: number;
  readonly length: number;
}

export interface PackIndex {
  readonly count: number;
  /** Returns an entry by its position in the order of the keys. */
  readonly at: (position: number) => PackEntry;
  /** Returns the entry with a key. */
  readonly find: (key: Hash) => PackEntry | undefined;
}

/** `covpack` and the version of the format. */
const MAGIC = Buffer.from('covpack\x01', 'latin1');

const CHECKSUM_AT = 8;
const BUILD_AT = 24;
const COUNT_AT = 40;
const SIZE_AT = 44;
const WORD = 4;
const ENTRY_BYTES = 40;
const ENTRY_WORDS = ENTRY_BYTES / WORD;
const ALIGNMENT = 8;

/** Size of the part before the index in bytes. */
export const HEADER_BYTES = 48;

/** Returns the number of bytes that the data of an entry occupies, with its index. */
export function sizeOfEntry({ data }: NewEntry): number {
  return ENTRY_BYTES + align(data.length);
}

/**
 * Returns the content of a pack.
 *
 * @returns its bytes, and a name that only packs with the same content have
 */
export function encodePack(build: Hash, entries: readonly NewEntry[]): { bytes: Buffer; name: string } {
  const dataAt = align(HEADER_BYTES + ENTRY_BYTES * entries.length);
  const size = entries.reduce((end, { data }) => end + align(data.length), dataAt);
  const bytes = Buffer.alloc(size);
  MAGIC.copy(bytes);
  const words = wordsOf(bytes);
  words.set(build, BUILD_AT / WORD);
  words[COUNT_AT / WORD] = entries.length;
  words[SIZE_AT / WORD] = size;
  let offset = dataAt;
  const placed = entries.map(({ key, data }) => {
    const entry = { key, data, offset };
    bytes.set(data, offset);
    offset += align(data.length);
    return entry;
  });
  placed.sort((left, right) => compareHashes(left.key, right.key));
  placed.forEach(({ key, data, offset }, position) => {
    const at = HEADER_BYTES / WORD + position * ENTRY_WORDS;
    words.set(key, at);
    words.set(hashBytes(data), at + 4);
    words[at + 8] = offset;
    words[at + 9] = data.length;
  });
  const checksum = hashBytes(bytes.subarray(BUILD_AT, HEADER_BYTES + ENTRY_BYTES * entries.length));
  words.set(checksum, CHECKSUM_AT / WORD);
  return { bytes, name: formatHash(checksum) };
}

/**
 * Returns how many bytes of a pack must be read for its index.
 *
 * @param start at least `HEADER_BYTES` of the file
 * @param size of the file in bytes
 * @returns `undefined` for a pack that is damaged, or of another build or format
 */
export function findIndexEnd(start: Uint8Array, size: number, build: Hash): number | undefined {
  if (start.length < HEADER_BYTES || MAGIC.compare(start, 0, MAGIC.length) !== 0) return undefined;
  const words = wordsOf(start);
  if (compareHashAt(words, BUILD_AT / WORD, build) !== 0) return undefined;
  const count = (words[COUNT_AT / WORD] ?? 0) >>> 0;
  const end = HEADER_BYTES + ENTRY_BYTES * count;
  return (words[SIZE_AT / WORD] ?? 0) >>> 0 === size && end <= size ? end : undefined;
}

/**
 * Parses the start of a pack.
 *
 * @param start of the file, up to the end of its index
 * @returns `undefined` if it is damaged
 */
export function parseIndex(start: Uint8Array): PackIndex | undefined {
  const words = wordsOf(start);
  const checksum = hashBytes(start.subarray(BUILD_AT));
  if (compareHashAt(words, CHECKSUM_AT / WORD, checksum) !== 0) return undefined;
  const count = (words[COUNT_AT / WORD] ?? 0) >>> 0;
  const wordAt = (position: number) => HEADER_BYTES / WORD + position * ENTRY_WORDS;
  const at = (position: number): PackEntry => {
    const word = wordAt(position);
    return {
      key: words.subarray(word, word + 4),
      checksum: words.subarray(word + 4, word + 8),
      offset: (words[word + 8] ?? 0) >>> 0,
      length: (words[word + 9] ?? 0) >>> 0,
    };
  };
  return {
    count,
    at,
    find(key) {
      let low = 0;
      for (let high = count; low < high; ) {
        const middle = (low + high) >>> 1;
        if (compareHashAt(words, wordAt(middle), key) < 0) low = middle + 1;
        else high = middle;
      }
      return low < count && compareHashAt(words, wordAt(low), key) === 0 ? at(low) : undefined;
    },
  };
}

/** Whether data is what was written. */
export function isIntact({ checksum, length }: PackEntry, data: Uint8Array): boolean {
  return data.length === length && compareHashes(hashBytes(data), checksum) === 0;
}

/** @param bytes at an offset that is a multiple of 4 */
function wordsOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
}

function align(length: number): number {
  return (length + ALIGNMENT - 1) & -ALIGNMENT;
}
