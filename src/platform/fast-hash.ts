/**
 * A hash of 128 bits in plain JavaScript, for the keys and checksums of caches. Node's `crypto` takes up to 10 ms to load,
 * which would slow down every start. This one takes about half a millisecond for 1 MB.
 *
 * Different contents have different hashes by accident only, and a damaged content has another hash. People who choose contents can make
 * equal hashes, but whoever can write a cache needs none to change it.
 */

/** Four words of 32 bits. */
export type Hash = Int32Array;

/** Bytes that are mixed into the state at once. */
const BLOCK = 16;

/** State before the first byte. */
const START: Hash = Int32Array.of(0x2c1b3c6d, 0x297a2d39, 0x1b56c4e9, 0x7feb352d);

/** Texts are copied to this memory: hashing bytes is ten times faster than reading characters. */
let scratch = Buffer.alloc(0);
let scratchWords = new Int32Array(0);
const MIN_SCRATCH = 2 ** 14;

/** The last bytes of a content, filled up with zeros to a whole block. */
const rest = new Uint8Array(BLOCK);
const restWords = new Int32Array(rest.buffer);

/**
 * Returns the hash of a list of texts. Lists that contain the same characters in another division have other hashes.
 *
 * @param seed hash of what comes before the texts. @default none
 */
export function hashTexts(texts: readonly string[], seed?: Hash): Hash {
  const state = Int32Array.from(seed ?? START);
  for (const text of texts) {
    if (scratch.length < 3 * text.length + BLOCK) {
      scratch = Buffer.allocUnsafeSlow((4 * text.length + MIN_SCRATCH) & -BLOCK);
      scratchWords = new Int32Array(scratch.buffer);
    }
    const written = scratch.write(text, 0, 'utf8');
    const isAscii = written === text.length;
    // All lone surrogates have the same bytes in UTF-8.
    const length = isAscii ? written : scratch.write(text, 0, 'utf16le');
    scratch.fill(0, length, length + BLOCK);
    addWords(state, scratchWords, (length + BLOCK - 1) & -BLOCK);
    finish(state, text.length);
  }
  return state;
}

/**
 * Returns the hash of bytes.
 *
 * @param bytes fast if their offset in their memory is a multiple of 4
 */
export function hashBytes(bytes: Uint8Array): Hash {
  const state = Int32Array.from(START);
  const { length } = bytes;
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes);
  const whole = length & -BLOCK;
  addWords(state, new Int32Array(buffer, byteOffset, whole >>> 2), whole);
  if (whole !== length) {
    rest.fill(0);
    for (let index = whole; index < length; index++) rest[index - whole] = bytes[index] as number;
    addWords(state, restWords, BLOCK);
  }
  finish(state, length);
  return state;
}

/** Compares two hashes by their words as signed numbers. @returns a negative number, 0 or a positive number */
export function compareHashes(left: Hash, right: Hash): number {
  return compareHashAt(left, 0, right);
}

/** Compares the hash at an index of an array with another one, as `compareHashes` does. */
export function compareHashAt(words: Int32Array, index: number, right: Hash): number {
  for (let word = 0; word < 4; word++) {
    const difference = (words[index + word] as number) - (right[word] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Returns 32 hexadecimal digits. */
export function formatHash(hash: Hash): string {
  return Array.from(hash, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/**
 * Mixes blocks of four words into the state. Each step can be undone, so two contents that differ in one word never have the
 * same hash. The sums spread a difference to the other words of the state.
 *
 * @param bytes number of bytes in the words, a multiple of `BLOCK`
 */
function addWords(state: Hash, words: Int32Array, bytes: number): void {
  let [h1 = 0, h2 = 0, h3 = 0, h4 = 0] = state;
  const length = bytes >>> 2;
  for (let index = 0; index < length; index += 4) {
    h1 = (Math.imul(h1 ^ (words[index] as number), 0x239b961b) + h2) | 0;
    h2 = (Math.imul(h2 ^ (words[index + 1] as number), 0x2b0e9789) + h3) | 0;
    h3 = (Math.imul(h3 ^ (words[index + 2] as number), 0x38b34ae5) + h4) | 0;
    h4 = (Math.imul(h4 ^ (words[index + 3] as number), 0x21e38b93) + ((h1 << 15) | (h1 >>> 17))) | 0;
    h1 ^= h3 >>> 15;
    h2 ^= h4 >>> 13;
  }
  setState(state, h1, h2, h3, h4);
}

/** Adds the length, and lets each bit of the state affect all others. */
function finish(state: Hash, length: number): void {
  let [h1 = 0, h2 = 0, h3 = 0, h4 = 0] = state;
  h1 ^= length;
  h2 ^= length;
  h3 ^= length;
  h4 ^= length;
  h1 = (h1 + h2 + h3 + h4) | 0;
  h2 = avalanche((h2 + h1) | 0);
  h3 = avalanche((h3 + h1) | 0);
  h4 = avalanche((h4 + h1) | 0);
  h1 = (avalanche(h1) + h2 + h3 + h4) | 0;
  setState(state, h1, (h2 + h1) | 0, (h3 + h1) | 0, (h4 + h1) | 0);
}

function avalanche(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

function setState(state: Hash, h1: number, h2: number, h3: number, h4: number): void {
  state[0] = h1;
  state[1] = h2;
  state[2] = h3;
  state[3] = h4;
}
